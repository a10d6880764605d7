import { decimalText } from "../values/decimal-text.js";
import type { FieldConstraints, PackageField } from "./package-table.js";

/** Why a value cannot stand in its field. */
export class RefusedCell extends TypeError {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
/** `%Y-%m-%dT%H:%M:%S%z`. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Makes the rule of a field: the text of a value.
 *
 * @returns a function that throws {@link RefusedCell} for a value that the field cannot hold.
 */
export function cellRule({ type, constraints = {} }: PackageField): (value: unknown) => string {
  const text = TEXTS[type];
  const check = constraintCheck(constraints, type === "number" || type === "integer");
  const { required = false } = constraints;
  return (value) => {
    const cell = value === null || value === undefined ? "" : text(value);
    if (cell === "" && required) throw new RefusedCell("required", "The field must have a value.");
    if (cell !== "") check(cell);
    return cell;
  };
}

const TEXTS: { readonly [Type in PackageField["type"]]: (value: unknown) => string } = {
  string: anyText,
  any: anyText,
  number: numberText,
  integer: (value) => {
    const text = numberText(value);
    if (text !== "" && !Number.isInteger(Number(text)))
      throw new RefusedCell("invalid_type", "The field must be an integer.");
    return text;
  },
  boolean: (value) => {
    if (value === "" || value === "true" || value === "false") return value;
    if (typeof value === "boolean") return String(value);
    throw new RefusedCell("invalid_type", "The field must be true or false.");
  },
  datetime: (value) => {
    if (typeof value === "string" && (value === "" || DATE_TIME.test(value))) return value;
    throw new RefusedCell("invalid_date", "The field must be a date and time to the second, with an offset.");
  },
};

function anyText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return decimalText(value);
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  throw new RefusedCell("invalid_value", "The field must be text, a finite number, true, false or null.");
}

function numberText(value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value)) return decimalText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "string" && (value === "" || NUMBER.test(value))) return value;
  throw new RefusedCell("invalid_type", "The field must be a finite number.");
}

function constraintCheck(
  { minimum, maximum, enum: values, pattern }: FieldConstraints,
  isNumber: boolean,
): (cell: string) => void {
  const allowed = values && new Set(values);
  const form = pattern === undefined ? undefined : new RegExp(pattern, "u");
  const [least, most] = isNumber ? [minimum ?? -Infinity, maximum ?? Infinity] : [-Infinity, Infinity];
  return (cell) => {
    if (isNumber && !(Number(cell) >= least && Number(cell) <= most))
      throw new RefusedCell("out_of_range", `The field must be from ${least} to ${most}.`);
    if (allowed?.has(cell) === false)
      throw new RefusedCell("not_in_list", `The field must be one of: ${values?.join(", ")}.`);
    if (form?.test(cell) === false)
      throw new RefusedCell("invalid_form", "The text has a form that the field does not take.");
  };
}

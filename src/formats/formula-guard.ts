const FORMULA_START = /^[=+\-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20]/;
const PLAIN_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The text with a `'` before it where a spreadsheet would run it as a formula: where it starts with `=`, `+`, `-`, `@`, tab, CR,
 * LF, NUL or a full-width `＝`, `＋`, `－`, `＠`. Text that is a plain number (`-33.865143`, `+1e-5`) stays as it is.
 */
export function guardFormula(text: string): string {
  return FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}

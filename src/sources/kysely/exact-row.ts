/**
 * The type that a source gives for a column's value: text for a `Date` and for other classes of times, which lose
 * digits or have no zone.
 */
export type ExactValue<Value> = Value extends { toISOString(): string }
  ? string
  : Value extends readonly (infer Item)[]
    ? ExactItems<Value, Item>
    : Value;

/** Lists of times become lists of text; others stay what they are. */
type ExactItems<List, Item> =
  Extract<Item, { toISOString(): string }> extends never ? List : readonly ExactValue<Item>[];

/** A row with exact values; columns that are `Inexact` have what the driver gives. */
export type ExactRow<Row, Inexact = never> = {
  [Column in keyof Row]: Column extends Inexact ? Row[Column] : ExactValue<Row[Column]>;
};

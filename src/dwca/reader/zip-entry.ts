/** An entry of a zip, after its directory and its own header. */
export interface ZipEntryAttributes {
  readonly name: string;
  /** The position of its compressed bytes. */
  readonly from: number;
  readonly compressed: number;
  /** Its size when unpacked, as the directory says. */
  readonly inflated: number;
  readonly crc: number;
  readonly method: "stored" | "deflated";
}

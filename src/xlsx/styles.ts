/** The number of each style in `xl/styles.xml`. */
export const STYLES = { text: 1, quoted: 2, date: 3, time: 4, timeWithMilliseconds: 5, header: 6, wrapped: 7 } as const;

const TEXT = `numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"`;
const format = (id: number): string =>
  `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`;

const CELLS = [
  `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`,
  `<xf ${TEXT}/>`,
  `<xf ${TEXT} quotePrefix="1"/>`,
  format(164),
  format(165),
  format(166),
  `<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
  `<xf ${TEXT} applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`,
];

/** The look of cells: plain, text, dates and times in the form of ISO 8601, bold headers. */
export const STYLES_XML = [
  `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`,
  `<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>`,
  `<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>`,
  `<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts>`,
  `<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>`,
  `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>`,
  `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>`,
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`,
  `<cellXfs count="${CELLS.length}">${CELLS.join("")}</cellXfs>`,
  `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
].join("");

const DATUMS: ReadonlySet<string> = new Set(
  `wgs84 wgs1984 wgs72 worldgeodeticsystem1984 nad27 nad1927 nad83 nad1983 northamericandatum1927 northamericandatum1983 ed50
    europeandatum1950 etrs89 etrs1989 gda94 gda1994 gda2020 agd66 agd1966 agd84 agd1984 nzgd2000 nzgd49 nzgd1949 osgb36 osgb1936 sad69
    southamericandatum1969 sirgas2000 psad56 pulkovo1942 s42 tokyo jgd2000 jgd2011 kgd2002 cgcs2000 beijing1954 xian1980 twd67 twd97
    bd72 belge1972 amersfoort rd dhdn mgi ch1903 ch1903+ rgf93 ntf rt90 sweref99 kkj tm65 ireland1965 hd72 arc1950 arc1960 cape
    hartebeesthoek94 clarke1866 indian1975 minna mexican mexicodatum itrf2000 itrf2008 itrf2014`.match(/\S+/g),
);

/** Whether a text is an EPSG code or the common name of a geodetic datum. Case, spaces and hyphens do not matter. */
export function isDatum(text: string): boolean {
  if (/^(?:urn:ogc:def:crs:)?EPSG:{1,2}\d{3,6}$/i.test(text) || /\/EPSG\/[\d.]+\/\d{3,6}$/i.test(text)) return true;
  return DATUMS.has(
    text
      .toLowerCase()
      .replace(/\(.*\)$/, "")
      .replace(/[\s_.-]/g, ""),
  );
}

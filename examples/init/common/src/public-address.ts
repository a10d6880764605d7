/** What begins the links of answers: PUBLIC_URL where a proxy stands in front, else the address of the request. */
export function publicAddress(path: string): { readonly baseUrl?: string } {
  const { PUBLIC_URL } = process.env;
  return PUBLIC_URL ? { baseUrl: `${PUBLIC_URL}${path}` } : {};
}

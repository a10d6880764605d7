/** How much a test does that takes minutes: `npm run campaign` runs it `large`, every other run `small`. */
export function campaign<Size>({ small, large }: { readonly small: Size; readonly large: Size }): Size {
  return process.env.CAMPAIGN === "large" ? large : small;
}

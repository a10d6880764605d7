const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const SHORT = "(?<day>Sun|Mon|Tue|Wed|Thu|Fri|Sat)";
const MONTH = `(?<month>${MONTHS.join("|")})`;
const TIME = "(?<time>[0-2]\\d:[0-5]\\d:[0-5]\\d)";

/** The three forms of RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, and the obsolete ones of RFC 850 and of C's asctime. */
const FORMS = [
  new RegExp(`^${SHORT}, (?<date>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
  new RegExp(`^(?<day>${DAYS.join("|")}), (?<date>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} GMT$`),
  new RegExp(`^${SHORT} ${MONTH} (?<date>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

/** Returns the time of an HTTP date, in milliseconds since 1970; null for what is none, such as a day that does not exist. */
export function parseHttpDate(text: string, now: number = Date.now()): number | null {
  const parts = FORMS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return null;
  const { day = "", date = "", month = "", year = "", time = "" } = parts;
  const fullYear = year.length === 2 ? nearYear(Number(year), now) : Number(year);
  const parsed = new Date(0);
  parsed.setUTCFullYear(fullYear, MONTHS.indexOf(month), Number(date));
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  const exists = parsed.getUTCDate() === Number(date) && hours < 24 && DAYS[parsed.getUTCDay()]?.startsWith(day);
  return exists === true ? parsed.setUTCHours(hours, minutes, seconds) : null;
}

/** A year of two digits that would lie more than 50 years ahead is the last one past that ends in them. */
function nearYear(digits: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + digits;
  return year > thisYear + 50 ? year - 100 : year;
}

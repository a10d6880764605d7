/** Reads a setting from the environment; without a value and a default the program does not start. */
export function setting(name: string, byDefault?: string): string {
  const value = process.env[name] || byDefault;
  if (value === undefined) throw new TypeError(`${name} is not set. See .env.example.`);
  return value;
}

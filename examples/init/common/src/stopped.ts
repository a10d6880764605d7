/** Resolves when the process is asked to end, by a platform (SIGTERM) or by Ctrl-C (SIGINT). */
export async function stopped(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => resolve());
  });
}

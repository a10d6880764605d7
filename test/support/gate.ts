/** A promise and the function that resolves it. */
export function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A place where code under test waits until the test lets it pass, and where the test can wait for it to arrive. */
export function gate() {
  const reached = deferred();
  const opened = deferred();
  return {
    reached: reached.promise,
    open: opened.resolve,
    pass: (): Promise<void> => {
      reached.resolve();
      return opened.promise;
    },
  };
}

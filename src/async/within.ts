/** The outcome of `pending` if it comes within `ms`, else the fallback. What `pending` does later is ignored; it is not stopped. */
export function within<T, Fallback>(pending: Promise<T>, ms: number, fallback: Fallback): Promise<T | Fallback> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(fallback), ms);
    pending.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

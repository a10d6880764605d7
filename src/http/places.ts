import type { Id } from "../contracts/id.js";

/** Takes a place for a user, and returns what gives it back; null when the user has as many as there are. */
export type TakePlace = (userId: Id | null) => (() => void) | null;

/** Counts what each user has open at the same time, up to `most`. Those who have not said who they are count as one user. */
export function placesPerUser(most: number): TakePlace {
  const taken = new Map<Id | null, number>();
  return (userId) => {
    const before = taken.get(userId) ?? 0;
    if (before >= most) return null;
    taken.set(userId, before + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = (taken.get(userId) ?? 1) - 1;
      if (left > 0) taken.set(userId, left);
      else taken.delete(userId);
    };
  };
}

/** The day of a moment in UTC, such as `2026-11-27`: the day by which decisions and memberships are dated. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

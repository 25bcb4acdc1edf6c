import { z } from 'zod';

const inLondon = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/**
 * Gives the day of a moment in the United Kingdom, such as `2026-11-27`: the day by which decisions and memberships are
 * dated and on which what was announced comes to hold. In summer it begins an hour before that of UTC.
 */
export const publicDay = (moment: Date): string => inLondon.format(moment);

const months = 'January February March April May June July August September October November December'.split(' ');

/** Says a day as a person reads it: `27 November 2026`; what is none stays. */
export const sayDay = (day: string): string => {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d{2})-(\d{2})/.exec(day) ?? [];
  return year === '' ? day : `${Number(date)} ${months[Number(month) - 1] ?? ''} ${year}`;
};

const day = z.iso.date();

/** Tells whether a text is a day of the calendar as `2026-11-27`; 31 February is none. */
export const isDay = (text: string): boolean => day.safeParse(text).success;

/**
 * The first and the last day that a register holds: since 1753, the first whole year of this calendar in Great Britain, and
 * a century ahead, beyond all that is planned. What lies outside is a slip, or stands for no day, as 0001 and 9999 do.
 */
const [earliest, latest] = ['1753-01-01', '2126-12-31'];

/** Says which days a register holds. */
export const heldDays = `a day from ${earliest.slice(0, 4)} to ${latest.slice(0, 4)}`;

/** Tells whether a register can hold a day. */
export const isHeldDay = (text: string): boolean => isDay(text) && text >= earliest && text <= latest;

/** The form of a day in a register. */
export const dayField = day.refine((text) => text >= earliest && text <= latest, heldDays);

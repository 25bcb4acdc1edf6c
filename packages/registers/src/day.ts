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

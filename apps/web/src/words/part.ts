import { groups, specialisms } from '@isocentre/workforce';
import type { Part } from '../state/state.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Names a part of the workforce as a heading would. */
export const namePart = ({ specialism, group }: Part): string => {
  if (specialism !== undefined)
    return capital((specialisms as Readonly<Record<string, string>>)[specialism] ?? specialism);
  if (group !== undefined) return capital((groups as Readonly<Record<string, string>>)[group] ?? group);
  return 'All';
};

/** Names a specialism as a heading would. */
export const nameSpecialism = (specialism: string): string => namePart({ specialism });

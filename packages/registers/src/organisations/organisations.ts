import { z } from 'zod';
import { dayField } from '../day.ts';
import type { Register } from '../declaration.ts';

const code = z.string().regex(/^[A-Z0-9]{3,6}$/, 'a code of 3 to 6 capital letters and digits');

/** The form of an organisation. */
export const organisationSchema = z
  .strictObject({
    name: z.string().min(1).max(200),
    region: code.exactOptional().describe('code of the NHS England region'),
    board: code
      .exactOptional()
      .describe('code of the integrated care board, or of the geography that ODS gives in its place'),
    address: z.array(z.string().min(1)).max(5),
    postcode: z.string().min(1).max(10).exactOptional(),
    opened: dayField,
    closed: dayField.exactOptional().describe('the day on which it closes, past or to come'),
    successors: z.array(code).exactOptional().describe('codes of the organisations that took its work over'),
  })
  .refine(({ opened, closed }) => closed === undefined || closed >= opened, {
    path: ['closed'],
    message: 'a day not before the day of opening',
  })
  .refine(({ closed, successors }) => closed !== undefined || successors === undefined, {
    path: ['successors'],
    message: 'none without a day of closing: they are said with it',
  });

/** The register of organisations: who employs, deploys and answers. Decided by the NHS Organisation Data Service. */
export const organisations: Register = {
  name: 'organisations',
  title: 'Organisations',
  about:
    'NHS organisations with region, integrated care board, opening and closing; decided by the Organisation Data Service',
  key: {
    pattern: /^[A-Z0-9]{3,6}$/,
    about: 'a code of the Organisation Data Service: 3 to 6 capital letters and digits',
  },
  content: organisationSchema,
  publicFields: Object.keys(organisationSchema.shape),
  personalFields: [],
  others: ['successors'],
  states: {
    announced: 'it opens on a day to come',
    open: 'it does its work',
    closed: 'it has closed; the record stays',
  },
  transitions: [
    {
      action: 'announce',
      title: 'Announce',
      from: ['none'],
      to: 'announced',
      needsReasons: false,
      barredByInterest: false,
    },
    { action: 'list', title: 'List as open', from: ['none'], to: 'open', needsReasons: false, barredByInterest: false },
    {
      action: 'list-closed',
      title: 'List as closed',
      from: ['none'],
      to: 'closed',
      needsReasons: false,
      barredByInterest: false,
    },
    {
      action: 'open',
      title: 'Open',
      ahead: 'opens',
      from: ['announced'],
      to: 'open',
      needsReasons: false,
      barredByInterest: false,
    },
    {
      action: 'update',
      title: 'Change the details',
      ahead: 'changes',
      from: ['announced', 'open', 'closed'],
      needsReasons: false,
      barredByInterest: false,
    },
    {
      action: 'close',
      title: 'Close',
      ahead: 'closes',
      from: ['open', 'announced'],
      to: 'closed',
      needsReasons: false,
      barredByInterest: false,
      ends: true,
    },
    {
      action: 'reopen',
      title: 'Open again',
      ahead: 'opens again',
      from: ['closed'],
      to: 'open',
      needsReasons: true,
      barredByInterest: true,
      clears: ['closed', 'successors'],
    },
  ],
  roles: {
    ods: { title: 'Organisation Data Service', about: 'lists, changes, closes and opens again' },
    calendar: { title: 'calendar', about: 'what happens by itself on a date' },
    registrar: { title: 'registrar', about: 'opens again, corrects and erases' },
    reader: { title: 'reader', about: 'anyone' },
  },
  isByOrganisation: true,
  authority: {
    ods: {
      announce: ['none'],
      list: ['none'],
      'list-closed': ['none'],
      open: ['announced'],
      update: ['announced', 'open', 'closed'],
      close: ['open', 'announced'],
      reopen: ['closed'],
      'take-back': ['announced', 'open', 'closed'],
    },
    calendar: { open: ['announced'], close: ['open', 'announced'] },
    registrar: {
      reopen: ['closed'],
      correct: ['announced', 'open', 'closed'],
      redact: ['announced', 'open', 'closed'],
      'take-back': ['announced', 'open', 'closed'],
    },
  },
  timed: [
    { action: 'open', field: 'opened' },
    { action: 'close', field: 'closed', with: ['successors'] },
  ],
  search: { text: ['name', 'address', 'postcode'], facets: ['region', 'board'], identifiers: ['postcode'] },
};

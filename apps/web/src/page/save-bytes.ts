import { saveFile } from './save.ts';

const types = {
  csv: 'text/csv;charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Gives the reader bytes to save that a worker made; their kind follows from the ending. */
export const saveBytes = (name: string, ending: keyof typeof types, bytes: Uint8Array): void => {
  saveFile(`${name}.${ending}`, new Blob([new Uint8Array(bytes)], { type: types[ending] }));
};

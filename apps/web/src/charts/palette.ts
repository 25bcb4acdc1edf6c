/**
 * The colours of a drawing that is taken away, by the names that drawings use: those of the page in its usual look,
 * whatever the reader's screen shows. `palette.test.ts` holds them to the style sheet.
 */
export const palette: Readonly<Record<string, string>> = {
  '--ink': '#212b32',
  '--quiet': '#4c6272',
  '--grid': '#e8edee',
  '--axis': '#aeb7bd',
  '--paper': '#fff',
  '--yours': '#005eb8',
  '--band': 'rgba(0, 94, 184, 0.16)',
  '--reference': '#6b7780',
  '--second': '#212b32',
  '--third': '#7c2855',
  '--step-0': '#e3eef9',
  '--step-1': '#b4d3f0',
  '--step-2': '#6ca6dc',
  '--step-3': '#005eb8',
  '--step-4': '#003468',
  '--on-step-0': '#212b32',
  '--on-step-1': '#212b32',
  '--on-step-2': '#212b32',
  '--on-step-3': '#fff',
  '--on-step-4': '#fff',
  '--tile-edge': '#fff',
};

// A plugin of Stryker: of the places to mutate it leaves out what lies inside one of them and was not drawn itself.
const drawn = JSON.parse(process.env.ISOCENTRE_PLACES ?? '[]').map((place) => {
  const [, ...numbers] = /:(\d+):(\d+)-(\d+):(\d+)$/u.exec(place).map(Number);
  return numbers;
});

const isBefore = (line, column, otherLine, otherColumn) =>
  line < otherLine || (line === otherLine && column <= otherColumn);

/** Whether a part of a program is a drawn place, or holds one. Files are not told apart: one place more does no harm. */
const holdsDrawn = ({ start, end }) =>
  drawn.some(
    ([fromLine, fromColumn, toLine, toColumn]) =>
      isBefore(start.line, start.column, fromLine, fromColumn) && isBefore(toLine, toColumn, end.line, end.column),
  );

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'drawn',
    value: {
      shouldIgnore: ({ node }) => (node.loc && !holdsDrawn(node.loc) ? 'not drawn' : undefined),
    },
  },
];

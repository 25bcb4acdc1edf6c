import { steps, type TileMap } from './layout.ts';
import { breakName, drawing, svg } from './svg.ts';

const columns = 4;
const rows = 4;
const widest = 168;
const gap = 6;
const wide = { name: 14, value: 26, height: 104, pad: 10 };
const narrow = { name: 11, value: 18, height: 84, pad: 5 };
const narrowTile = 120;
const scale = { top: 26, height: 12, text: 13, textBelow: 18 };

/** Draws a map of tiles, each with its name and number, and the scale of its colours under it. */
export const drawTiles = ({ tiles, scale: ends }: TileMap, width: number): SVGSVGElement => {
  const side = Math.min(widest, Math.floor((width - gap * (columns - 1)) / columns));
  const look = side < narrowTile ? narrow : wide;
  const drawn = tiles.map(({ name, column, row, text, step }) => {
    const names = breakName(name, side - 2 * look.pad, look.name);
    return svg(
      'g',
      { transform: `translate(${column * (side + gap)},${row * (look.height + gap)})`, fill: `var(--on-step-${step})` },
      svg('rect', {
        width: side,
        height: look.height,
        fill: `var(--step-${step})`,
        stroke: 'var(--tile-edge)',
        'stroke-width': 1,
      }),
      ...names.map((line, at) =>
        svg('text', { x: look.pad, y: look.pad + look.name * (0.85 + at * 1.2), 'font-size': look.name }, line),
      ),
      svg('text', { x: look.pad, y: look.height - look.pad, 'font-size': look.value, 'font-weight': 'bold' }, text),
    );
  });
  const mapWidth = columns * (side + gap) - gap;
  const mapHeight = rows * (look.height + gap) - gap;
  const stepWidth = mapWidth / steps;
  const key =
    ends.length === 0
      ? []
      : [
          ...ends.slice(0, -1).map((_, step) =>
            svg('rect', {
              x: step * stepWidth,
              y: mapHeight + scale.top,
              width: stepWidth,
              height: scale.height,
              fill: `var(--step-${step})`,
              stroke: 'var(--tile-edge)',
            }),
          ),
          ...ends.map((end, at) =>
            svg(
              'text',
              {
                x: at * stepWidth,
                y: mapHeight + scale.top + scale.height + scale.textBelow,
                'font-size': scale.text,
                'text-anchor': at === 0 ? 'start' : at === steps ? 'end' : 'middle',
                fill: 'var(--quiet)',
              },
              end,
            ),
          ),
        ];
  const below = key.length === 0 ? 0 : scale.top + scale.height + scale.textBelow + scale.text;
  return drawing(mapWidth, mapHeight + below, ...drawn, ...key);
};

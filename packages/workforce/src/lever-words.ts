import type { Amount, Lever } from './lever.ts';
import { groups, nation, regions, routes, specialisms } from './taxonomy.ts';

const titles: Readonly<Record<string, string>> = {
  ...specialisms,
  ...groups,
  ...regions,
  ...nation,
  scientist_training: routes.scientist_training,
  technologist_training: routes.technologist_training,
};

const amountText = (amount: Amount): string => {
  if (typeof amount === 'number') return String(amount);
  if ('formula' in amount) return amount.formula;
  return Object.entries(amount.series)
    .map(([year, value]) => `${value} from ${year}`)
    .join(', ');
};

const changes = ['set', 'add', 'multiply', 'machines', 'wtePerMachine'] as const;
const changeWords: Readonly<Record<(typeof changes)[number], string>> = {
  set: 'set',
  add: 'add',
  multiply: 'multiply by',
  machines: 'machines',
  wtePerMachine: 'WTE a machine',
};

const kinds: Readonly<Record<Lever['lever'], string>> = {
  'training-places': 'training places',
  recruitment: 'recruitment',
  retention: 'retention',
  'retire-and-return': 'return after retiring',
  'funded-posts': 'funded posts',
  'funding-share': 'funding of required posts',
  supervision: 'supervision of trainees',
  certification: 'recognition of experts',
  'equipment-programme': 'equipment programmes',
  technology: 'technology',
  growth: 'growth of the requirement',
};

const sources = {
  international: 'from overseas',
  direct: 'returners and direct entrants',
  all: 'from everywhere',
} as const;

/** Says of what kind a lever is, whatever it acts on and by how much: `training places, Scientist Training Programme`. */
export const leverKind = (lever: Lever): string => {
  switch (lever.lever) {
    case 'training-places':
      return `${kinds[lever.lever]}, ${lever.route === 'all' ? 'all routes' : routes[lever.route]}`;
    case 'recruitment':
      return `${kinds[lever.lever]}, ${sources[lever.source]}`;
    default:
      return kinds[lever.lever];
  }
};

/** Says by how much a lever changes what, and where, in the order in which one would ask: `multiply by 2; source international; group engineering staff`. */
export const leverWords = (lever: Lever): string => {
  const keys: Partial<Record<string, unknown>> = lever;
  const choice = ['route', 'source', 'of'].flatMap((key) => {
    const chosen = keys[key];
    return typeof chosen === 'string' ? [`${key} ${titles[chosen] ?? chosen}`] : [];
  });
  const where = Object.entries(('where' in lever ? lever.where : undefined) ?? {}).map(([dimension, ids]) => {
    const names = [ids ?? []].flat().map((id) => titles[id] ?? id);
    return `${dimension} ${names.join(' or ')}`;
  });
  const amounts = changes.flatMap((key) => {
    const amount = keys[key];
    return amount === undefined ? [] : [`${changeWords[key]} ${amountText(amount as Amount)}`];
  });
  return [...amounts, ...choice, ...where].join('; ');
};

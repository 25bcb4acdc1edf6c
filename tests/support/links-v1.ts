import type { PageState } from '../../apps/web/src/state/state.ts';

/** Links as version 1 of the page made them, with what they must open for ever. A link is added here, never changed. */
export const linksOfVersion1: readonly { readonly link: string; readonly opens: Partial<PageState> }[] = [
  { link: '#v1?start=todays-course', opens: { start: { kind: 'shipped', name: 'todays-course' }, edits: [] } },
  {
    link: '#v1?start=the-briefs-asks&set.scientists=230&set.leaving@2030=0.8&set.technology.radiotherapy_physics=0.9&show=group.scientist&view=plan&seed=7&data=3f2a91c0-1.0.0&said=900,2790',
    opens: {
      start: { kind: 'shipped', name: 'the-briefs-asks' },
      edits: [
        { lever: 'scientists', value: 230 },
        { lever: 'leaving', value: 0.8, from: 2030 },
        { lever: 'technology', value: 0.9, specialism: 'radiotherapy_physics' },
      ],
      part: { group: 'scientist' },
      view: 'plan',
      seed: 7,
    },
  },
  {
    link: '#v1?start=todays-course&view=trust&trust.year=2033&trust.measure=retired',
    opens: { view: 'trust', params: { 'trust.year': '2033', 'trust.measure': 'retired' } },
  },
  {
    link: '#v1?start=todays-course&view=compare&compare.to=shipped:the-2023-pledge',
    opens: { view: 'compare', params: { 'compare.to': 'shipped:the-2023-pledge' } },
  },
  {
    link: '#v1?own=%7B%22format%22:%22isocentre-scenario%22,%22version%22:1,%22name%22:%22mine%22,%22title%22:%22mine%22,%22summary%22:%22Mine.%22,%22levers%22:%5B%7B%22lever%22:%22retention%22,%22name%22:%22stay%22,%22multiply%22:0.9%7D%5D%7D&set.leaving=0.7',
    opens: {
      start: {
        kind: 'own',
        scenario: {
          format: 'isocentre-scenario',
          version: 1,
          name: 'mine',
          title: 'mine',
          summary: 'Mine.',
          levers: [{ lever: 'retention', name: 'stay', multiply: 0.9 }],
        },
      },
      edits: [{ lever: 'leaving', value: 0.7 }],
    },
  },
  {
    link: '#v1?start=todays-course&return=our-department.csv@3ddab68fe191d73cae9194696a063de9794a06613b6db36099e50f77f35e5225&data=52db3af1-1.0.0',
    opens: {
      start: {
        kind: 'shipped',
        name: 'todays-course',
        ownReturn: {
          file: 'our-department.csv',
          hash: '3ddab68fe191d73cae9194696a063de9794a06613b6db36099e50f77f35e5225',
        },
      },
    },
  },
];

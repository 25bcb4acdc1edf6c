import { saySpan, sayWte, type RequirementLine } from '@isocentre/workforce';
import { useMemo, type ReactNode } from 'react';
import { Figure } from '../../components/figure/figure.tsx';
import { rangesChart, sayGap, titleOf, type Occupation } from './occupations.ts';

const Lines = ({ lines }: { readonly lines: readonly RequirementLine[] }): ReactNode => {
  // A driver of which there is none says nothing.
  const said = lines.filter(({ wte }) => wte.high > 0);
  return (
    <ul className="staff__lines">
      {said.map(({ title, arithmetic, wte }) => (
        <li key={title}>
          {title}: <span className="staff__sum">{arithmetic}</span>
          {said.length > 1 ? <span className="staff__sum"> = {saySpan(wte, sayWte)}</span> : null}
        </li>
      ))}
    </ul>
  );
};

/** What each model requires of an occupation: as a chart against what there is, and line by line. */
export const OccupationNeeded = ({ occupation }: { readonly occupation: Occupation }): ReactNode => {
  const { title, posts, inPost, models } = occupation;
  const chart = useMemo(() => rangesChart(occupation), [occupation]);
  return (
    <div>
      <Figure {...chart} size="large" />
      <div className="staff__scroll" tabIndex={0} role="region" aria-label={`${title}: how it is worked out`}>
        <table className="staff__table">
          <caption>How it is worked out (WTE)</caption>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Line by line</th>
              <th scope="col">Required</th>
              <th scope="col">Against {sayWte(posts)} funded posts</th>
              <th scope="col">Against {sayWte(inPost)} in post</th>
            </tr>
          </thead>
          <tbody>
            {models.map(({ model, needed }) => (
              <tr key={model.name}>
                <th scope="row">{titleOf(model)}</th>
                <td>
                  <Lines lines={needed.lines} />
                </td>
                <td className="staff__number">{saySpan(needed.required, sayWte)}</td>
                <td className="staff__number">{sayGap(needed.gapToPosts)}</td>
                <td className="staff__number">{sayGap(needed.gapToInPost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
};

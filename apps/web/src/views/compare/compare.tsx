import { toCsv } from '@isocentre/documents';
import { comparisonTable } from '@isocentre/workforce';
import { useMemo, type ReactNode } from 'react';
import { Choice } from '../../components/choice/choice.tsx';
import { Figure } from '../../components/figure/figure.tsx';
import { ModelTerms } from '../../components/model-terms/model-terms.tsx';
import { saveText } from '../../page/save.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { catalogue } from '../../shipped/catalogue.ts';
import { useAnswer } from '../../planner/use-answer.ts';
import { differenceChart } from './charts.ts';
import { choicesOf, questionOf, sidesOf, withSide, type Option } from './sides.ts';
import { Waterfall } from './waterfall.tsx';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface SideProps {
  readonly label: string;
  readonly chosen: string;
  readonly choices: readonly Option[];
  readonly choose: (key: string) => void;
  readonly answer: string | undefined;
}

const Side = ({ label, chosen, choices, choose, answer }: SideProps): ReactNode => {
  const isListed = choices.some(({ key }) => key === chosen);
  return (
    <div className="compare__side">
      <Choice
        label={label}
        value={chosen}
        options={(isListed ? choices : [...choices, { key: chosen, title: 'A scenario of this link' }]).map(
          ({ key, title }) => [key, capital(title)],
        )}
        choose={choose}
      />
      <p className="compare__answer">{answer ?? 'Working it out…'}</p>
    </div>
  );
};

/** Two scenarios side by side, the difference with its interval, and what it is put down to. */
export const Compare = (): ReactNode => {
  const planner = usePlanner();
  const state = useShownPart((shown) => shown.state);
  const { from, to } = sidesOf(state);
  const choices = choicesOf(catalogue.scenarios, planner.kept());
  const sides = [from, to].map((key) => questionOf(key, state, (fragment) => planner.read(fragment)));
  const [one, other] = sides;
  const asked = one && other ? { from: one, to: other, seed: state.seed } : undefined;
  const quick = useAnswer('compare', asked && { ...asked, runs: 0 });
  const sure = useAnswer('compare', asked && { ...asked, runs: catalogue.runs });
  const isSure = sure.value !== undefined && !sure.isOld;
  const shown = isSure ? sure.value : quick.value;
  const report = shown?.report;
  const chart = useMemo(() => (report ? differenceChart(report, catalogue.firstDecisionYear) : undefined), [report]);
  const problems = asked
    ? quick.problems
    : ['A scenario of this link cannot be read; the link may have been cut. Choose another one.'];
  const choose = (side: 'from' | 'to') => (key: string) => {
    planner.go(withSide(planner.snapshot().state, side, key));
  };
  return (
    <div className="compare" aria-busy={!isSure && problems.length === 0}>
      {report ? (
        <h1 className="answer">{report.answer.replaceAll(' %', '\u00A0%')}</h1>
      ) : (
        <h1 className="answer answer--waiting">
          {problems.length > 0 ? 'There is no comparison.' : 'Setting two scenarios side by side…'}
        </h1>
      )}
      <ModelTerms />
      <div className="compare__sides">
        <Side label="With this" chosen={to} choices={choices} choose={choose('to')} answer={shown?.answers.to} />
        <Side
          label="Instead of this"
          chosen={from}
          choices={choices}
          choose={choose('from')}
          answer={shown?.answers.from}
        />
      </div>
      {problems.map((text) => (
        <p key={text} className="notice notice--problem" role="alert">
          {text}
        </p>
      ))}
      <p className="compare__quiet" aria-live="polite">
        {isSure || problems.length > 0
          ? ''
          : 'The expected courses. Running futures of both, by the same luck, to tell how sure the difference is…'}
      </p>
      {chart && report ? (
        <>
          <Figure {...chart} size="large" of={`${report.to.title}” less “${report.from.title}`} />
          <Waterfall report={report} />
          <p>
            <button
              type="button"
              className="plain"
              disabled={!isSure}
              onClick={() => {
                saveText('comparison.csv', toCsv(comparisonTable(report)), 'text/csv');
              }}
            >
              Download every difference (CSV)
            </button>
          </p>
        </>
      ) : null}
    </div>
  );
};

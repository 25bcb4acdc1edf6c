import { reportBody, toCsvTables } from '@isocentre/documents';
import { requirementData, requirementDocument, sayExpertCover, sayRequiredStaff } from '@isocentre/workforce';
import { useMemo, type ReactNode } from 'react';
import { GiveReturn } from '../../components/give-return/give-return.tsx';
import { ReturnTemplate } from '../../components/give-return/return-template.tsx';
import { exampleDepartment } from '../../compute/requirement-jobs.ts';
import type { Requirement } from '../../compute/requirement-work.ts';
import { saveText } from '../../page/save.ts';
import { useAnswer } from '../../planner/use-answer.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { departmentOf, questionOf, withExample, withModels } from './asked.ts';
import { Cover } from './cover.tsx';
import { AboutModels, Models } from './models.tsx';
import { OccupationNeeded } from './occupation.tsx';
import { occupationsOf } from './occupations.ts';

const Needed = ({ requirement, isExample }: { readonly requirement: Requirement; readonly isExample: boolean }) => {
  const { report, offered } = requirement;
  const occupations = useMemo(() => occupationsOf(report), [report]);
  const cover = sayExpertCover(report);
  return (
    <>
      <h1 className="answer">{sayRequiredStaff(report)}</h1>
      {cover === '' ? null : <p className="staff__cover">{cover}</p>}
      <p className="staff__quiet">
        {report.organisation}, {report.date}
        {isExample ? ': made up, to try this view on' : `, from the file “${requirement.file}”`}.
      </p>
      <p className="baseline__actions">
        <button
          type="button"
          className="plain"
          onClick={() => {
            print();
          }}
        >
          Print one page for a board
        </button>
        <button
          type="button"
          className="plain"
          onClick={() => {
            saveText('required-staff.csv', toCsvTables(requirementData(report)), 'text/csv');
          }}
        >
          Download every number (CSV)
        </button>
      </p>
      <div className="staff__columns">
        <div>
          {occupations.map((occupation) => (
            <OccupationNeeded key={occupation.id} occupation={occupation} />
          ))}
          <p className="staff__quiet">
            “Fewer” says that the department has more than this model counts, not that it has too many: see what the
            model leaves out.
          </p>
        </div>
        <Models offered={offered} taken={report.models.map(({ model }) => model.name)} />
      </div>
      <Cover {...report} />
      <AboutModels models={report.models.map(({ model }) => model)} />
    </>
  );
};

const headings = {
  nobody: 'What staff does a department need? Give its return, or see a worked example.',
  missing: 'Choose the return again.',
  waiting: 'Working out what staff are needed…',
  problem: 'It cannot be worked out yet.',
} as const;

/** What staff a department needs, by every staffing model whose drivers its return gives. */
export const Staff = (): ReactNode => {
  const planner = usePlanner();
  const state = useShownPart((shown) => shown.state);
  const read = useShownPart(({ reading }) => (reading?.kind === 'read' ? reading.read.own?.hash : undefined));
  const department = departmentOf(state);
  const question = questionOf(state);
  const { value, isOld, problems } = useAnswer('requirement', question, read);
  const isExample = department === exampleDepartment;
  const requirement = question && problems.length === 0 && value !== 'missing' ? value : undefined;
  const heading = !question
    ? 'nobody'
    : problems.length > 0
      ? 'problem'
      : value === 'missing' && !isOld
        ? 'missing'
        : 'waiting';
  const board = useMemo(
    () => (requirement ? reportBody(requirementDocument(requirement.report)) : undefined),
    [requirement],
  );
  return (
    <>
      <div className="staff baseline" aria-busy={question !== undefined && isOld}>
        {requirement ? (
          <Needed requirement={requirement} isExample={isExample} />
        ) : (
          <h1 className={`answer${heading === 'waiting' ? ' answer--waiting' : ''}`}>{headings[heading]}</h1>
        )}
        {heading === 'missing' && department !== undefined && !isExample ? (
          <p>
            This is about the return “{department.file}”, which is not at hand: a link carries its name alone, and what
            is kept in a browser holds neither drivers nor names.
          </p>
        ) : null}
        {problems.map((text) => (
          <div key={text} className="notice notice--problem" role="alert">
            <p>{text}.</p>
            {question?.models === undefined ? null : (
              <button
                type="button"
                className="plain"
                onClick={() => {
                  planner.go(withModels(planner.snapshot().state, undefined));
                }}
              >
                Back to every model that fits
              </button>
            )}
          </div>
        ))}
        {isExample ? null : (
          <p className="baseline__actions">
            <button
              type="button"
              className="plain"
              onClick={() => {
                planner.go(withExample(planner.snapshot().state));
              }}
            >
              See a worked example
            </button>
          </p>
        )}
        <GiveReturn purpose="staff" />
        <ReturnTemplate>
          The template is that of “Your baseline”. Required staff is worked out from its table “Activity”: machines,
          patients, devices. “Expert cover” says who covers each modality.
        </ReturnTemplate>
      </div>
      {board === undefined ? null : (
        // Written by the writer of the command line's report, which escapes every text.
        <div className="report staff-board" dangerouslySetInnerHTML={{ __html: board }} />
      )}
    </>
  );
};

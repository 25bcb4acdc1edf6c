import type { ReactNode } from 'react';

interface RunningProps {
  readonly label: string;
  /** How much is done, from 0 to 1. */
  readonly done: number;
  readonly stop: () => void;
}

/** How far a long run has come, and how to end it. */
export const Running = ({ label, done, stop }: RunningProps): ReactNode => (
  <p className="running">
    <label>
      {label} <progress value={done} max={1} />
    </label>{' '}
    <button type="button" className="plain" onClick={stop}>
      Cancel
    </button>
  </p>
);

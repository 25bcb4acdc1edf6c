import { useId, type ReactNode } from 'react';

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, title: string])[];
  readonly choose: (value: string) => void;
}

/** A choice of one of a few, with its label above. */
export const Choice = ({ label, value, options, choose }: ChoiceProps): ReactNode => {
  const id = useId();
  return (
    <div className="ask__choice">
      <label className="ask__label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="quiet-select"
        value={value}
        onChange={(event) => {
          choose(event.target.value);
        }}
      >
        {options.map(([key, title]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
};

import { useId, type ReactNode } from 'react';

interface FieldProps {
  readonly label: string;
  readonly unit?: string;
  readonly hint?: ReactNode;
  readonly error: string | undefined;
  readonly value: string;
  readonly change: (value: string) => void;
}

/** A number to be written, with what it may be, and what is wrong with it. */
export const Field = ({ label, unit, hint, error, value, change }: FieldProps): ReactNode => {
  const id = useId();
  return (
    <div className={`takes__field${error === undefined ? '' : ' takes__field--wrong'}`}>
      <label className="ask__label" htmlFor={id}>
        {label}
      </label>
      {error === undefined ? null : (
        <p className="takes__error" id={`${id}-error`}>
          <span className="nhsuk-u-visually-hidden">Error: </span>
          {error}
        </p>
      )}
      <span className="takes__entry">
        <input
          id={id}
          className="quiet-input takes__input"
          inputMode="decimal"
          autoComplete="off"
          value={value}
          aria-invalid={error !== undefined}
          aria-describedby={`${error === undefined ? '' : `${id}-error `}${id}-hint`}
          onChange={(event) => {
            change(event.target.value);
          }}
        />
        {unit === undefined ? null : <span aria-hidden="true">{unit}</span>}
      </span>
      <span className="takes__hint" id={`${id}-hint`}>
        {unit === undefined ? null : <span className="nhsuk-u-visually-hidden">{unit}. </span>}
        {hint}
      </span>
    </div>
  );
};

import type { ModelInput } from './model-input.ts';
import { scopes, type Scope } from './scenario.ts';

/** Says whose staff a run is about: the scope of the nation, or the organisation of a return with its date. */
export const sayScope = ({ scope, return: own }: Pick<ModelInput, 'scope' | 'return'>): string =>
  own ? `${own.organisation} (return of ${own.date})` : scopes[scope as Scope];

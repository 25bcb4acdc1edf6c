import highs from 'highs';
import type { HighsRuntime } from '@isocentre/solver';

// The package's types are those of its CommonJS half; what the ES module half exports is the function itself.
const load = highs as unknown as () => Promise<HighsRuntime>;

/** Loads HiGHS: compiles its WebAssembly from the package's file, or from where a build of a page puts that. */
export const loadHighs = async (): Promise<HighsRuntime> => load();

import highs from 'highs';
import type { HighsRuntime } from '@isocentre/solver';

// The package's types are those of its CommonJS half; what the ES module half exports is the function itself.
const load = highs as unknown as () => Promise<HighsRuntime>;

/** Loads HiGHS in Node: compiles its WebAssembly from the package's file. */
export const loadHighs = async (): Promise<HighsRuntime> => load();

// `npm run fresh`: what a newcomer gets from the commit that is checked out.
import { runFresh } from './fresh-clone.mjs';

const { passed, figures } = await runFresh();
process.stdout.write(`\n${passed ? 'Fresh clone works' : 'FRESH CLONE FAILS'}: ${JSON.stringify(figures)}\n`);
process.exit(passed ? 0 : 1);

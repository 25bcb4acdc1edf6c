/** Lets drawings take turns, one a task, so that a page that draws many charts still answers in between. */
const waiting = new Map<object, () => void>();
let isUnderWay = false;
const channel = new MessageChannel();

const next = (): void => {
  const [first] = waiting;
  if (!first) {
    isUnderWay = false;
    return;
  }
  waiting.delete(first[0]);
  first[1]();
  channel.port2.postMessage(null);
};
channel.port1.addEventListener('message', next);
channel.port1.start();

/**
 * Draws when it is its turn.
 *
 * @param key Of two drawings with the same key only the later is made.
 */
export const inTurn = (key: object, work: () => void): void => {
  waiting.set(key, work);
  if (isUnderWay) return;
  isUnderWay = true;
  channel.port2.postMessage(null);
};

/** Gives a turn up. */
export const giveUp = (key: object): void => {
  waiting.delete(key);
};

import { describe, expect, test } from 'vitest';
import { Keep, type Store } from './keep.ts';

const memory = (most = Infinity): Store => {
  const held = new Map<string, string>();
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => {
      if (value.length > most) throw new Error('QuotaExceededError');
      held.set(key, value);
    },
    removeItem: (key) => void held.delete(key),
  };
};

describe('what is kept in the browser', () => {
  test('the last state comes back', () => {
    const store = memory();
    expect(new Keep(() => store).last()).toBeUndefined();
    expect(new Keep(() => store).keepLast('v1?start=a').ok).toBe(true);
    expect(new Keep(() => store).last()).toBe('v1?start=a');
  });
  test('named work is listed by name, replaced and forgotten', () => {
    const store = memory();
    const keep = new Keep(() => store);
    keep.keepNamed({ name: 'Zeal', fragment: '1' });
    keep.keepNamed({ name: 'apt', fragment: '2' });
    keep.keepNamed({ name: 'Zeal', fragment: '3' });
    expect(keep.named()).toEqual([
      { name: 'apt', fragment: '2' },
      { name: 'Zeal', fragment: '3' },
    ]);
    keep.forget('apt');
    expect(keep.named()).toEqual([{ name: 'Zeal', fragment: '3' }]);
  });
  test('a full storage is told, and what was there stays', () => {
    const store = memory(60);
    const keep = new Keep(() => store);
    keep.keepNamed({ name: 'a', fragment: '1' });
    const refused = keep.keepNamed({ name: 'b', fragment: 'x'.repeat(100) });
    expect(refused).toMatchObject({ ok: false, problems: [{ where: 'the storage of this browser' }] });
    expect(keep.named()).toEqual([{ name: 'a', fragment: '1' }]);
  });
  test('a browser that forbids storage is told on writing, and has kept nothing', () => {
    const keep = new Keep(() => {
      throw new Error('SecurityError');
    });
    expect(keep.last()).toBeUndefined();
    expect(keep.named()).toEqual([]);
    expect(keep.keepLast('a').ok).toBe(false);
  });
  test('what somebody else left there is passed over', () => {
    const store = memory();
    store.setItem('isocentre.named', '[1, {"name": "a"}, {"name": "b", "fragment": "c"}]');
    expect(new Keep(() => store).named()).toEqual([{ name: 'b', fragment: 'c' }]);
    store.setItem('isocentre.named', '{');
    expect(new Keep(() => store).named()).toEqual([]);
  });

  test('a return is kept when asked to, and forgotten without a trace', () => {
    const held = new Map<string, string>();
    const store: Store = {
      getItem: (key) => held.get(key) ?? null,
      setItem: (key, value) => void held.set(key, value),
      removeItem: (key) => void held.delete(key),
    };
    const keep = new Keep(() => store);
    const own = (hash: string) => ({ own: { file: `${hash}.csv`, hash }, left: 2 });
    expect(keep.heldReturn('a')).toBeUndefined();
    keep.keepReturn(own('a'));
    keep.keepReturn(own('b'));
    keep.keepReturn({ ...own('a'), left: 0 });
    expect(keep.heldReturn('a')).toEqual({ ...own('a'), left: 0 });
    keep.forgetReturn('a');
    expect(keep.heldReturn('a')).toBeUndefined();
    expect(keep.heldReturn('b')).toEqual(own('b'));
    keep.forgetReturn('b');
    expect(held.size).toBe(0);
    held.set('isocentre.returns', '[{"own":null,"left":1},{"own":{"hash":3},"left":1},7]');
    expect(keep.heldReturn('b')).toBeUndefined();
  });

  test('a return for which there is no room is told, and what was kept stays', () => {
    const keep = new Keep(() => memory(10));
    const kept = keep.keepReturn({ own: { file: 'ours.csv', hash: 'a' }, left: 0 });
    expect(kept).toMatchObject({ ok: false, problems: [{ where: 'the storage of this browser' }] });
    const none = new Keep(() => {
      throw new Error('denied');
    });
    expect(none.heldReturn('a')).toBeUndefined();
    expect(none.forgetReturn('a').ok).toBe(true);
  });
});

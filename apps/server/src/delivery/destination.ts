import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Networks to which nothing is sent, wherever a name leads: the machine's own link, on which clouds answer with keys of the
 * machine; loopback; addresses of nobody and of many. Private networks are let in: a receiver within the NHS has such an
 * address, and who is told stands in a file of whoever runs the server.
 */
const never: readonly (readonly [network: string, bits: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  // The cloud's own address in its private network.
  ['fd00:ec2::254', 128, 'ipv6'],
];

const refused = new BlockList();
for (const [network, bits, family] of never) refused.addSubnet(network, bits, family);

/** Tells whether an address is one to which a webhook may go. An IPv4 address within IPv6 is judged as what it is. */
export const mayReach = (address: string): boolean => {
  const family = isIP(address);
  return family !== 0 && !refused.check(address, family === 6 ? 'ipv6' : 'ipv4');
};

/** Tells whether a host names this machine, for which plain http is let in: to try it, or for a receiver beside the server. */
export const isThisMachine = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host);

/** Looks a name up as Node does, and refuses what must not be reached; the connection then goes to what was judged. */
export const lookUpPublic: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    const [first] = found ?? [];
    if (error || !first) done(error ?? new Error(`no address of ${host}`), '');
    else if (!found.every(({ address }) => mayReach(address)))
      done(Object.assign(new Error('an address to which nothing is sent'), { code: 'EREFUSED' }), '');
    else if (options.all === true) done(null, [...found]);
    else done(null, first.address, first.family);
  });
};

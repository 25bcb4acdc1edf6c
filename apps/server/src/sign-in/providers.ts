import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import { z } from 'zod';
import { readSecret, readSettingsFile } from '../settings-file.ts';

/** Who says who somebody is: a provider of OpenID Connect. */
export interface Provider {
  /** The name in addresses, such as `cis2`. */
  readonly name: string;
  /** What people read. */
  readonly title: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string;
  readonly scope: string;
  /** Whether its people are invented: see `development.ts`. */
  readonly isDevelopment: boolean;
}

const providerSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and hyphens'),
  title: z.string().min(1).max(100),
  issuer: z.string().regex(/^https:\/\/[^/?#\s]+[^?#\s]*$/, 'an address with https and without query'),
  client: z.string().min(1).max(500),
  'secret-variable': z.string().min(1).exactOptional(),
  'secret-file': z.string().min(1).exactOptional(),
  scope: z
    .string()
    .regex(/(^| )openid( |$)/, 'words with openid among them')
    .default('openid profile'),
});
const fileSchema = z.strictObject({ providers: z.array(providerSchema).min(1) });

/**
 * Reads the providers with which people can sign in from a YAML file. It holds no secret: that of each comes from an
 * environment variable or from a file of its own.
 */
export const readProviders = (
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Result<readonly Provider[]> => {
  const checked = readSettingsFile(path, 'providers', fileSchema);
  if (!checked.ok) return checked;
  const { value, where } = checked.value;
  const problems: Problem[] = [];
  const providers = value.providers.map((one, index) => {
    const place = where(['providers', index]);
    const secret = readSecret(one, environment, place, 'the secret of the client');
    if (!secret.ok) problems.push(...secret.problems);
    if (value.providers.some((other, at) => at < index && other.name === one.name)) {
      problems.push({ where: place, found: `"${one.name}" again`, expected: 'another name for each provider' });
    }
    const { name, title, issuer, client: clientId, scope } = one;
    return { name, title, issuer, clientId, secret: secret.ok ? secret.value : '', scope, isDevelopment: false };
  });
  return problems.length > 0 ? failure(...problems) : success(providers);
};

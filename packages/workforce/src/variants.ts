import { joinUses, type Evidence, type Located, type Problem, type Uses } from '@isocentre/evidence';
import { readPlanTerms } from './plan/terms.ts';
import { ipemReading } from './reading.ts';
import { readReporting } from './reporting.ts';
import { resolve } from './resolve.ts';
import { requirementSets, scopes, type Scenario, type Scope } from './scenario.ts';

/** What each scenario reads, by its name, and what the variants of the baseline read, by theirs. */
export interface ShippedUses {
  readonly byReader: ReadonlyMap<string, Uses>;
  readonly all: Uses;
  readonly problems: readonly Problem[];
}

/**
 * Collects the figures that the scenarios use, and every variant of the baseline beside them: both scopes, each set of
 * required staff, regions, the later pension age, the terms of a plan, and IPEM's reading of the pledge.
 */
export const shippedUses = (scenarios: readonly Located<Scenario>[], evidence: Evidence): ShippedUses => {
  const byReader = new Map<string, Uses>();
  const problems: Problem[] = [];
  const collect = (name: string, located: Located<Scenario>): void => {
    const resolved = resolve(located, evidence);
    if (resolved.ok) byReader.set(name, resolved.value.uses);
    else problems.push(...resolved.problems);
  };
  for (const located of scenarios) collect(`scenario ${located.value.name}`, located);
  const first = scenarios[0];
  if (first) {
    const variant = (name: string, baseline: NonNullable<Scenario['baseline']>): void => {
      const { figures: _figures, levers: _levers, ...rest } = first.value;
      collect(`baseline ${name}`, { ...first, value: { ...rest, baseline } });
    };
    for (const requirement of Object.keys(requirementSets) as (keyof typeof requirementSets)[])
      variant(requirement, { requirement });
    for (const scope of Object.keys(scopes) as Scope[])
      variant(scope, { scope, geography: 'regions', retirement: 'minimum-age-57' });
  }
  const reporting = readReporting(evidence);
  if (reporting.ok) byReader.set('the report of an ensemble', reporting.value.uses);
  else problems.push(...reporting.problems);
  const terms = readPlanTerms(evidence);
  if (terms.ok) byReader.set('the least-cost plan', terms.value.uses);
  else problems.push(...terms.problems);
  const reading = ipemReading(evidence);
  if (reading.ok) byReader.set("IPEM's reading of the pledge", reading.value.uses);
  else problems.push(...reading.problems);
  return { byReader, all: joinUses(byReader.values()), problems };
};

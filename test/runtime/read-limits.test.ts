import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLimits } from '../../runtime/read-limits';

const read = (given: string | undefined) => readLimits({ STUDIO_LIMITS: given });

it('limits nothing when nothing is given', () => {
  expect(read(undefined)).toEqual({ providers: {}, organizations: {} });
});

it('reads JSON, and a file of JSON', () => {
  const limits = {
    providers: { openai: { callsPerMinute: 100, models: { gpt: { tokensPerMinute: 5 } } } },
    organizations: { a: { weight: 0.5 } },
  };
  expect(read(JSON.stringify(limits))).toEqual(limits);
  const file = join(tmpdir(), `limits-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(limits));
  expect(read(file)).toEqual(limits);
  rmSync(file);
});

it.each([
  ['{"providers": ', /^STUDIO_LIMITS is not JSON$/],
  ['/nowhere/limits.json', /^STUDIO_LIMITS names the file \/nowhere\/limits\.json, which cannot be read$/],
  ['{"providers": {"openai": {"callsPerMinute": 0}}}', /^STUDIO_LIMITS is not valid: \/providers\/openai\/callsPerMinute: /],
  ['{"providers": {"openai": {"tokensPerMinute": 1.5}}}', /\/providers\/openai\/tokensPerMinute: /],
  ['{"providers": {"openai": {"models": {"gpt": {"callsPerMinute": "many"}}}}}', /\/providers\/openai\/models\/gpt\/callsPerMinute: /],
  ['{"provider": {}}', /Unrecognized key: "provider"/],
  ['{"organizations": {"a": {"weight": -1}}}', /\/organizations\/a\/weight: /],
])('refuses %s in one sentence', (given, message) => {
  expect(() => read(given)).toThrow(message);
  expect(() => read(given)).toThrow(/^[^\n]+$/);
});

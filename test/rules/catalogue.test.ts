import { describe, expect, it } from 'vitest';
import { architectureById } from '../../isa/architectures.ts';
import { rules } from '../../server/rules/index.ts';
import { markersIn, mismatches } from '../markers.ts';
import { lintText } from './linting.ts';

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  const architecture = architectureById(rule.architectures[0]!)!;

  it('says why the hardware cares, with the section of a manual', () => {
    expect(rule.title).not.toBe('');
    expect(rule.explanation).toMatch(/Arm ARM [A-Z]\d|GNU as manual|Hawk manual, chapter/);
  });

  it('has bad and good examples', () => {
    expect(rule.bad.length).toBeGreaterThanOrEqual(2);
    expect(rule.good.length).toBeGreaterThanOrEqual(2);
    for (const { title, source } of rule.bad)
      expect(
        markersIn(source).map(marker => marker.rule),
        title,
      ).toContain(id);
    for (const { title, source } of rule.good) expect(markersIn(source), title).toEqual([]);
  });

  it.each([...rule.bad, ...rule.good].map(example => [example.title, example.source]))(
    '%s',
    (_title, source) => {
      const { findings } = lintText(source, { architecture });
      const relevant = findings.filter(
        one => one.severity !== 'hint' && (one.rule === id || one.severity !== 'information'),
      );
      expect(mismatches(source, relevant)).toEqual([]);
    },
  );

  it('can be turned off and given another severity', () => {
    const { source } = rule.bad[0]!;
    const off = lintText(source, { architecture, settings: { severity: { [id]: 'off' } } });
    expect(off.findings.filter(one => one.rule === id)).toEqual([]);
    const hint = lintText(source, { architecture, settings: { severity: { [id]: 'hint' } } });
    expect(hint.findings.filter(one => one.rule === id).map(one => one.severity)).toContain('hint');
  });
});

it('has every rule once', () => {
  expect(new Set(rules.map(rule => rule.id)).size).toBe(rules.length);
});

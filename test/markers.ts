/** Sources that say in comments what must be found: `//^^^ rule-id` under the place, on the line after it. */
import type { Finding } from '../server/rules/rule.ts';

/** What must be found: a rule at characters `[start, end)` of the source. */
export interface Marker {
  readonly rule: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const markerLine = /^\s*(?:\/\/|;)(\s*)(\^+)\s+([a-z][a-z0-9-]*)\s*$/;

/** The markers of a source; several lines of markers may stand under one line. Lines count from 1. */
export function markersIn(source: string): readonly Marker[] {
  const markers: Marker[] = [];
  let place = { line: 0, start: 0 };
  let start = 0;
  source.split('\n').forEach((text, n) => {
    const found = text.match(markerLine);
    if (found === null) place = { line: n + 1, start };
    else {
      const column = text.indexOf('^');
      const from = place.start + column;
      markers.push({ rule: found[3]!, line: place.line, start: from, end: from + found[2]!.length });
    }
    start += text.length + 1;
  });
  return markers;
}

const lineOf = (source: string, at: number): number => source.slice(0, at).split('\n').length;

/** Findings as `line rule`, with the text that is underlined: for messages of failing tests. */
export const shown = (source: string, findings: readonly Finding[]): readonly string[] =>
  findings.map(
    ({ rule, span, message }) =>
      `${lineOf(source, span.start)} ${rule}: ${message} [${source.slice(span.start, span.end).trim()}]`,
  );

/** What is wrong when findings and markers are compared: each marker needs exactly one finding, and no more. */
export function mismatches(source: string, findings: readonly Finding[]): readonly string[] {
  const markers = markersIn(source);
  const matches = (marker: Marker, finding: Finding): boolean =>
    finding.rule === marker.rule &&
    lineOf(source, finding.span.start) === marker.line &&
    finding.span.start < marker.end &&
    marker.start < finding.span.end;
  const missing = markers
    .filter(marker => findings.filter(finding => matches(marker, finding)).length !== 1)
    .map(marker => `line ${marker.line}: ${marker.rule} is not found exactly once`);
  const extra = findings.filter(finding => !markers.some(marker => matches(marker, finding)));
  return [...missing, ...shown(source, extra).map(text => `not expected: ${text}`)];
}

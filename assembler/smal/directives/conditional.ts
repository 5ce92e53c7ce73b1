/** IF, ELSEIF, ELSE, ENDIF: a condition is true only when it is absolute and exactly -1. */
import { readExpression } from '../expression.ts';
import type { Reader } from '../reader.ts';
import type { Directive } from './directive.ts';

function readCondition(reader: Reader): boolean {
  const value = readExpression(reader);
  return value !== undefined && value.base === undefined && value.offset === -1;
}

const begin: Directive = ({ unit, reader, origin }) => {
  if (unit.conditionals.active) unit.conditionals.open(readCondition(reader), origin);
  else {
    unit.conditionals.openLeftOut(origin);
    reader.skip();
  }
};

const otherwise =
  (isElse: boolean): Directive =>
  ({ unit, reader, name }) => {
    const { conditionals } = unit;
    const condition = isElse || (conditionals.seeking && readCondition(reader));
    if (!isElse && !condition) reader.skip();
    if (!conditionals.otherwise(condition, isElse, unit.source.frame?.conditionals ?? 0))
      reader.fail('invalid directive', `${name.text} without IF`, name.start, name.end);
  };

const finish: Directive = ({ unit, reader, name }) => {
  if (!unit.conditionals.close(unit.source.frame?.conditionals ?? 0))
    reader.fail('invalid directive', `${name.text} without IF`, name.start, name.end);
};

export const conditionalDirectives: Readonly<Record<string, Directive>> = {
  IF: begin,
  ELSEIF: otherwise(false),
  ELSE: otherwise(true),
  ENDIF: finish,
};

/** Lists what a wire Message can carry: for each field its id, its struct and that struct's description. */
import type { ReflectedObject } from './reflection.ts';

export function writeWireBodies(objects: readonly ReflectedObject[]): string {
  const message = objects.find((object) => object.name === 'Message');
  if (message === undefined) throw new Error('wire.fbs has no table Message');
  const bodies = message.fields.filter((field) => field.name !== 'header');
  const rows = bodies.map((field) => {
    if (field.struct === undefined) throw new Error(`wire.fbs: Message.${field.name} is no struct`);
    return `  { id: ${field.id}, struct: engine.${field.struct}.FIELDS },`;
  });
  return [
    '// Written by schemas/generate.ts from the compiled schema. Do not edit: change schemas/wire.fbs, then `npm run generate`.',
    "import type { StructDescription } from '../description.ts';",
    "import * as engine from './engine.ts';",
    '',
    'export const WIRE_BODIES: readonly { readonly id: number; readonly struct: StructDescription }[] = [',
    ...rows,
    '];',
    '',
  ].join('\n');
}

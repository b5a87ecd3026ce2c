/** What a format answers, for its tests. */
import { FORMATS } from '../formats.js';

export type Name = keyof typeof FORMATS;

export const codeOf = (format: Name, text: string): string | undefined =>
  FORMATS[format](text)?.code;

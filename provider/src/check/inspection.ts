/** What a preview knows of an object. Types only. */
/** What an object holds, as far as it can be read without loading it. */
export interface ObjectOutline {
  /** The type is what the section is for; undefined when its name means nothing to libbpf. */
  readonly programs: readonly {
    readonly name: string;
    readonly section: string;
    readonly type?: string | undefined;
  }[];
  /** Functions that programs call, and that are none themselves. */
  readonly functions: readonly string[];
  readonly globals: readonly string[];
  readonly maps: ReadonlyMap<
    string,
    {
      readonly type: string;
      readonly maxEntries: number;
      readonly needsEntries: boolean;
      /** What it holds, where that cannot be put into another map. */
      readonly holds?: string | undefined;
    }
  >;
  /** Maps that are made with these programs; slots as for `reached`. */
  usedMaps(
    programs: readonly string[],
    slots: ReadonlyMap<string, readonly string[]>,
  ): ReadonlySet<string>;
  /** Programs that are loaded with these, through slots of the source and those given by map. */
  reached(
    programs: readonly string[],
    slots: ReadonlyMap<string, readonly string[]>,
  ): ReadonlySet<string>;
  /** Why a program cannot run on a hook, by its section. */
  otherKind(program: string): string | undefined;
  /** Why a variable cannot have a value, in the loader's words. */
  globalProblem(name: string, value: unknown): string | undefined;
}

/** What an object holds, or why it is none. */
export type Inspection =
  | ObjectOutline
  | { readonly problem: string; readonly code: 'object-invalid' | 'object-too-large' };

/** Answers undefined when the file cannot be read or changed: whoever loads it says why. */
export type OutlineOf = (path: string, digest: string) => Promise<Inspection | undefined>;

export { type CValue, readValue, writeValue } from './btf-value';
export { Btf, type BtfMember, type BtfType, type BtfVariable } from './btf';
export {
  type Elf,
  type ElfRelocation,
  type ElfSection,
  type ElfSymbol,
  readElf,
  SHF_EXECINSTR,
} from './elf';
export { BpfError, type BpfErrorCode, type BpfErrorDetails, list } from './errors';
export {
  findGlobal,
  type Global,
  type Globals,
  type GlobalVariable,
  isDataSection,
  readGlobals,
} from './globals';
export { inspectObject, ObjectContents, type ProgramOutline } from './inspect';
export { asMade, type MapDefinition, needsEntries, UNMOVABLE, whatStays } from './map-kinds';
export { checkPinning, type MapOutline, readMaps } from './map-outline';
export { preflight } from './preflight';
export {
  type GivenSlots,
  innerFunctions,
  programSymbols,
  reach,
  type Reach,
  staticPrograms,
} from './reach';
export { otherKind, sectionKind, type SectionKind } from './sections';
export { MAP_TYPE, type MapType, nameIn, PROGRAM_TYPE, type ProgramType } from './types';
export { readVerifierLog, type VerifierLog } from './verifier-error';

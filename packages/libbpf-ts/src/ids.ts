/** Numbers the kernel gives, branded so that they do not mix. All restart at reboot. */
declare const linkId: unique symbol;
declare const programId: unique symbol;
declare const mapId: unique symbol;

/** A bpf_link's id. */
export type LinkId = number & { readonly [linkId]: true };
/** A loaded program's id. */
export type ProgramId = number & { readonly [programId]: true };
/** A map's id. */
export type MapId = number & { readonly [mapId]: true };

/** Something with an open descriptor: Fd, Link, LoadedProgram.fd, BpfMap.fd. */
export interface HasFd {
  readonly number: number;
}

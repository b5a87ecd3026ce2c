/** What bundlers put in: the text of files, by name, and koffi's native part, gzipped. */
declare module 'netkit:files' {
  const files: Readonly<Record<string, string>>;
  export = files;
}
declare module 'netkit:native' {
  const packed: string;
  export = packed;
}
/** What the provider tells the bootstrap, in front of its text. */
declare const options: {
  readonly sudo: boolean;
  readonly sha256: Readonly<Record<string, string>>;
};

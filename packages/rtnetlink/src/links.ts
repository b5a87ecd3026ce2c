/** Links: read, create, change, delete. */
import type { Connection } from './conn';
import { RtnetlinkError } from './errors';
import { encodeNetkit, type NetkitChange, type NetkitOptions } from './kinds/netkit';
import { encodeVeth } from './kinds/veth';
import { decodeLink, type Link } from './messages/link';
import {
  linkAttributes,
  linkFlags,
  type CreationSettings,
  type LinkSettings,
  type NetnsHandle,
  type PeerSettings,
} from './messages/link-settings';
import { encodeLinkBody, type LinkValues } from './messages/link-table';
import { NLM_F, RTEXT_FILTER, RTM } from './uapi';

/** A link to create. What is absent is not sent. */
export interface NewLink extends CreationSettings {
  readonly kind: string;
  readonly name: string;
  /** Data of kind 'netkit'. */
  readonly netkit?: NetkitOptions | undefined;
  /** Data of kind 'veth'. */
  readonly veth?: { readonly peer: PeerSettings } | undefined;
  /** IFLA_INFO_DATA of any other kind, ready made. */
  readonly infoData?: Buffer | undefined;
}

/** Generic settings of an existing link. */
export type LinkChange = LinkSettings;

/** Which link to read. A device also answers to its alternative names when asked by `name`. */
export type LinkReference =
  { readonly index: number } | { readonly name: string } | { readonly altName: string };

/** The links of a connection's namespace. */
export class Links {
  readonly #connection: Connection;
  readonly #elsewhere: (
    netns: NetnsHandle,
    read: (links: Links) => Link | undefined,
  ) => Link | undefined;

  /** @internal */
  constructor(
    connection: Connection,
    elsewhere: (netns: NetnsHandle, read: (links: Links) => Link | undefined) => Link | undefined,
  ) {
    this.#connection = connection;
    this.#elsewhere = elsewhere;
  }

  /**
   * Reads one link; undefined when there is none (ENODEV). `targetNsid` looks in the namespace that
   * has this id here, as `linkNsid` gives it, without entering it; EINVAL when no namespace has it.
   */
  get(by: LinkReference, options: { targetNsid?: number | undefined } = {}): Link | undefined {
    const index = 'index' in by ? by.index : 0;
    const attributes: LinkValues = {
      name: 'name' in by ? by.name : undefined,
      altName: 'altName' in by ? by.altName : undefined,
      targetNsid: options.targetNsid,
      extMask: RTEXT_FILTER.RTEXT_FILTER_SKIP_STATS,
    };
    try {
      const body = encodeLinkBody({ header: { index }, attributes });
      const [answer] = this.#connection.ask({ type: RTM.RTM_GETLINK, body });
      return answer === undefined ? undefined : decodeLink(answer.payload);
    } catch (error) {
      if (error instanceof RtnetlinkError && error.code === 'ENODEV') return undefined;
      throw error;
    }
  }

  /** Reads all links, or those of a kind or group. Costs 10 µs for each device: prefer get(). */
  list(filter: { kind?: string | undefined; group?: number | undefined } = {}): Link[] {
    const { kind, group } = filter;
    const attributes: LinkValues = {
      extMask: RTEXT_FILTER.RTEXT_FILTER_SKIP_STATS,
      linkInfo: kind === undefined ? undefined : { kind },
    };
    const body = encodeLinkBody({ header: {}, attributes });
    // The kernel filters by kind only if it has the driver, and never by group: so once more, here.
    return this.#connection
      .dump({ type: RTM.RTM_GETLINK, body })
      .filter(({ type }) => type === RTM.RTM_NEWLINK)
      .map(({ payload }) => decodeLink(payload))
      .filter((link) => kind === undefined || link.kind === kind)
      .filter((link) => group === undefined || link.group === group);
  }

  /**
   * Creates a link and answers it as the kernel made it. EEXIST when either name is taken; the kernel
   * does not say which. netkit creates both ends or none.
   */
  create(link: NewLink): Link {
    const { kind, netkit, veth, infoData, ...settings } = link;
    const data =
      infoData ??
      (netkit === undefined ? undefined : encodeNetkit(netkit)) ??
      (veth === undefined ? undefined : encodeVeth(veth.peer));
    const body = encodeLinkBody({
      header: { index: settings.index ?? 0, ...linkFlags(settings) },
      attributes: { ...linkAttributes(settings), linkInfo: { kind, data } },
    });
    // Without EXCL this is an upsert, and a device of that name, whoever owns it, would be changed.
    const flags = NLM_F.NLM_F_CREATE | NLM_F.NLM_F_EXCL | NLM_F.NLM_F_ECHO;
    const messages = this.#connection.change({ type: RTM.RTM_NEWLINK, body, flags });
    const echo = messages.find(({ type }) => type === RTM.RTM_NEWLINK);
    const created = echo === undefined ? this.#readBack(link) : decodeLink(echo.payload);
    if (created === undefined) throw new RtnetlinkError('RTM_NEWLINK', 'answer-lost');
    return created;
  }

  /** A link created into another namespace is echoed there, where this socket does not hear it. */
  #readBack({ name, netns }: NewLink): Link | undefined {
    if (netns === undefined) return this.get({ name });
    return this.#elsewhere(netns, (links) => links.get({ name }));
  }

  /**
   * Changes generic settings in place. The kernel applies them one by one without undo: netns, MAC,
   * MTU, group, name, alias, flags, master. Send what must not be half done one at a time.
   */
  set(index: number, change: LinkChange): void {
    const body = encodeLinkBody({
      header: { index, ...linkFlags(change) },
      attributes: linkAttributes(change),
    });
    // SETLINK cannot create, whatever the flags.
    this.#connection.change({ type: RTM.RTM_SETLINK, body });
  }

  /**
   * Changes netkit data, through the primary. Send one key at a time: with a good policy and a bad
   * peerPolicy the kernel answers EINVAL and keeps the policy.
   */
  setNetkit(index: number, change: NetkitChange): void {
    // RTM_SETLINK answers 0 and drops INFO_DATA (6.12, 7.3); NEWLINK without CREATE changes it.
    const linkInfo = { kind: 'netkit', data: encodeNetkit(change) };
    const body = encodeLinkBody({ header: { index }, attributes: { linkInfo } });
    this.#connection.change({ type: RTM.RTM_NEWLINK, body });
  }

  /** Adds an alternative name, of up to 127 bytes. EEXIST when any device here has it. */
  addAltName(index: number, name: string): void {
    const flags = NLM_F.NLM_F_CREATE | NLM_F.NLM_F_EXCL | NLM_F.NLM_F_APPEND;
    this.#property(RTM.RTM_NEWLINKPROP, index, name, flags);
  }

  /** Takes an alternative name away. */
  deleteAltName(index: number, name: string): void {
    this.#property(RTM.RTM_DELLINKPROP, index, name, 0);
  }

  #property(type: number, index: number, name: string, flags: number): void {
    const body = encodeLinkBody({ header: { index }, attributes: { altNames: [name] } });
    this.#connection.change({ type, body, flags });
  }

  /** Deletes a link, and with it the other end of a pair, in whichever namespace. Takes 16 ms. */
  delete(index: number): void {
    // 0 is "no index", and the kernel would look for other ways to find a device.
    if (index <= 0) throw new RangeError(`ifindex must be positive, not ${index}`);
    this.#connection.change({
      type: RTM.RTM_DELLINK,
      body: encodeLinkBody({ header: { index }, attributes: {} }),
    });
  }

  /** Deletes every link of a group in one step, 40 times faster than one by one. Not group 0. */
  deleteGroup(group: number): void {
    // Every device nobody put elsewhere is in group 0, lo and the uplink among them.
    if (group === 0) throw new RangeError('group 0 is every device that is in no other');
    this.#connection.change({
      type: RTM.RTM_DELLINK,
      body: encodeLinkBody({ header: {}, attributes: { group } }),
    });
  }
}

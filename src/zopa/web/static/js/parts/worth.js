// What a package is worth, who would object, and what may not be offered: all from what the state says.

/** A state's payoffs, ready to be asked. Packages are levels by issue. */
export class Worth {
  constructor(state) {
    this.state = state;
    this.table = state.table;
    this.clusters = state.clusters;
    this.number = this.table.issues.map((issue) => new Map(issue.levels.map((level, at) => [level, at])));
    this.cells = this.clusters.map((cluster) => new Map(cluster.cells.map((levels, at) => [levels.join(), at])));
    this.at = [];
    this.clusters.forEach((cluster, k) => cluster.issues.forEach((issue, inside) => { this.at[issue] = { k, inside }; }));
  }

  /** Number of a package's cell in a cluster. */
  cell(k, offer) {
    const levels = this.clusters[k].issues.map((issue) => this.number[issue].get(offer[this.table.issues[issue].name]));
    return this.cells[k].get(levels.join());
  }

  _sum(offer, worth) {
    return this.clusters.reduce((sum, _, k) => sum + worth(k)[this.cell(k, offer)], 0);
  }

  /** Worth to the viewer. */
  of(offer) {
    return this._sum(offer, (k) => this.clusters[k].worth);
  }

  /** The same over no deal. */
  gain(offer) {
    return this.of(offer) - this.state.no_deal;
  }

  /** Worth to each of the others whose payoffs the viewer knows. */
  theirs(offer) {
    return Object.fromEntries(Object.keys(this.state.theirs).map((party) => [party, this._sum(offer, (k) => this.clusters[k].theirs[party])]));
  }

  /** Clusters with levels that may not be offered now, and who closes them. */
  shut(offer) {
    return this.clusters.flatMap((cluster, k) => {
      const cell = this.cell(k, offer);
      if (cluster.possible[cell]) return [];
      return [{ issues: cluster.issues.map((issue) => this.table.issues[issue]), who: cluster.shut.filter((one) => !one.keeps[cell]).map((one) => one.who) }];
    });
  }

  /** Who would not let a package pass, as far as the viewer knows: with what it lacks. */
  objectors(offer) {
    return this.state.homes.filter((home) => home.least !== null)
      .map((home) => ({ home, lacks: home.least - this._sum(offer, (k) => home.worth[k]) }))
      .filter((one) => one.lacks > 0);
  }

  /** How those at home take an offer: what each gains over what was in force, and where support would move to. */
  mood(offer) {
    const own = this.state.homes.filter((home) => home.base !== null)
      .map((home) => ({ home, gain: this._sum(offer, (k) => home.worth[k]) - home.base }));
    const share = ({ home, gain }) => home.weight * Math.min(1, Math.max(0, home.start + home.reacts * gain));
    return { own, towards: own.some(({ home }) => home.weight > 0) ? own.reduce((sum, one) => sum + share(one), 0) : null };
  }

  /** Issues that count for somebody who must ratify. */
  counts(home) {
    return this.clusters.flatMap((cluster, k) => (new Set(home.worth[k]).size > 1 ? cluster.issues.map((issue) => this.table.issues[issue]) : []));
  }

  /**
   * Levels of an issue, the rest as in an offer: worth (of the whole cluster), whether possible with the rest as it
   * is, and whether possible at all.
   */
  levels(issue, offer) {
    const { k, inside } = this.at[issue], cluster = this.clusters[k];
    const here = cluster.cells[this.cell(k, offer)];
    return this.table.issues[issue].levels.map((level, number) => {
      const cell = this.cells[k].get(here.with(inside, number).join());
      const open = cluster.cells.some((levels, at) => levels[inside] === number && cluster.possible[at]);
      return { level, number, worth: cluster.worth[cell], possible: cluster.possible[cell], open, who: cluster.shut.filter((one) => !one.keeps[cell]).map((one) => one.who) };
    });
  }

  /** How much is at stake on a cluster, among what is possible. */
  stake(k) {
    const worth = this.clusters[k].worth.filter((_, cell) => this.clusters[k].possible[cell]);
    return worth.length ? Math.max(...worth) - Math.min(...worth) : 0;
  }

  /** Levels of an issue that are no worse for the viewer than the offer's own. */
  asGood(issue, offer) {
    const all = this.levels(issue, offer), own = all.find((one) => one.level === offer[this.table.issues[issue].name]);
    return all.filter((one) => one.worth >= own.worth - 1e-9).map((one) => one.level);
  }
}

/** The offers that a party has made, in order. */
export const offersOf = (state, party) => state.events.filter((one) => one.kind === "offer" && one.party === party).map((one) => one.package);

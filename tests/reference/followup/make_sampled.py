"""Write sampled.json: the full daily model in NumPyro, sampled with NUTS for the nine diaries.

Run by hand, in an environment of its own (jax makes it 600 MB, too much for the test extra). It takes some fifteen
minutes; with the name of a diary behind it, only that one is sampled again:

    python -m venv refenv && refenv/bin/pip install numpyro==0.22.0 msgspec
    PYTHONPATH=src:. refenv/bin/python tests/reference/followup/make_sampled.py

It shares with the package only the values in which diaries and priors are written, and two things that are part of the
model's definition: long stretches are cut into periods, and a period has one share of the drug's effect, the mean over
its written days. It differs where the package approximates: the likelihood is summed over days, nothing is replaced by
a normal curve, nothing is on a grid.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.diagnostics import summary
from numpyro.infer import MCMC, NUTS
from tests.reference.followup.diaries import MEANINGFUL, Diary, diaries

PERIOD = 14
CHAINS, WARM, DRAWS = 4, 1500, 5000


def table_of(diary: Diary) -> dict[str, np.ndarray]:
    """One row a day that counts: value, period, place of the day before in its period, gap, share reached, flags."""
    values = dict(diary.series)
    prior = diary.prior
    begun = min((s.first for s in diary.exposure if s.kind != "off"), default=10**9)
    last_day = diary.exposure[-1].last
    # The share of the full effect, walked day by day at noon, with the time constant.
    keep = np.exp(-1.0 / prior.onset_days) if prior.onset_days else 0.0
    half = np.exp(-0.5 / prior.onset_days) if prior.onset_days else 0.0
    goal = {}
    for index, stretch in enumerate(diary.exposure):
        kind = stretch.kind
        if kind == "masked":
            kind = next((s.kind for s in diary.exposure[index + 1 :] if s.kind != "masked"), "off")
        for day in range(stretch.first, stretch.last + 1):
            goal[day] = 1.0 if kind == "on" else 0.0
    share, noon = goal[diary.exposure[0].first], {}
    for day in range(diary.exposure[0].first, last_day + 1):
        noon[day] = goal[day] + (share - goal[day]) * half
        share = goal[day] + (share - goal[day]) * keep
    rows = []
    period = -1
    for stretch in diary.exposure:
        if stretch.kind == "masked":
            continue
        length = stretch.last - stretch.first + 1
        parts = max(1, round(length / PERIOD))
        part, before, since = -1, -1, 0.0
        for day in range(stretch.first, stretch.last + 1):
            if day not in values:
                continue
            own = (day - stretch.first) * parts // length
            if own != part:
                part, before, period = own, -1, period + 1
                since = float(day >= begun)
            gap = 0 if before < 0 else day - rows[before][6]
            rows.append(
                (values[day], period, before, gap, noon[day], since, day, float(stretch.kind == "on"))
            )
            before = len(rows) - 1
    columns = list(zip(*rows, strict=True))
    names = ("value", "period", "before", "gap", "share", "since", "day", "on")
    table = {name: np.array(column) for name, column in zip(names, columns, strict=True)}
    for period in np.unique(table["period"]):
        inside = table["period"] == period
        table["share"][inside] = table["share"][inside].mean()
    return table


def daily_model(table: dict[str, np.ndarray], diary: Diary) -> None:
    """The model as the docstring of followup/model.py states it."""
    prior, noise = diary.prior, diary.prior.noise
    level = numpyro.sample("level", dist.Normal(5.0, 50.0))
    anyway = numpyro.sample("anyway", dist.Normal(prior.anyway, prior.anyway_sd))
    drug = numpyro.sample("drug", dist.Normal(prior.drug, prior.drug_sd))
    expectation = 0.0
    if prior.expectation_sd > 0:
        expectation = numpyro.sample("expectation", dist.Normal(prior.expectation, prior.expectation_sd))
    log_spread = numpyro.sample("log_spread", dist.Normal(np.log(noise.spread), noise.spread_log_sd))
    lag = numpyro.sample("lag", dist.TruncatedNormal(noise.lag, noise.lag_sd, low=0.0, high=0.95))
    drift = numpyro.sample("drift", dist.HalfNormal(noise.drift))
    periods = int(table["period"].max()) + 1
    raw = numpyro.sample("raw", dist.Normal(0, 1).expand([periods]))
    mean = level - anyway * table["since"] - drug * table["share"] - expectation * table["on"]
    error = table["value"] - mean - drift * raw[table["period"].astype(int)]
    first = table["before"] < 0
    carried = jnp.where(first, 0.0, lag ** jnp.where(first, 1.0, table["gap"]))
    previous = error[jnp.where(first, 0, table["before"]).astype(int)]
    scale = jnp.exp(log_spread) * jnp.sqrt(1 - carried**2)
    logs = [
        dist.StudentT(tail, 0.0, scale).log_prob(error - carried * previous).sum() for tail in noise.tails
    ]
    numpyro.factor("days", jax.scipy.special.logsumexp(jnp.stack(logs)))
    better = numpyro.deterministic("better", anyway + drug + expectation)
    if diary.stop:
        width = prior.stop_widths[0 if diary.stop == "no_benefit" else 1]
        numpyro.factor("stop", jax.scipy.stats.norm.logcdf((MEANINGFUL - better) / width))


def main() -> None:
    numpyro.set_host_device_count(2)
    jax.config.update("jax_enable_x64", True)
    home = Path(__file__).with_name("sampled.json")
    known = (
        {e["diary"]: e for e in json.loads(home.read_text(encoding="utf-8"))["diaries"]}
        if sys.argv[1:]
        else {}
    )
    found = []
    for number, diary in enumerate(diaries()):
        if sys.argv[1:] and diary.name not in sys.argv[1:]:
            found.append(known[diary.name])
            continue
        sampler = MCMC(
            NUTS(daily_model, target_accept_prob=0.95),
            num_warmup=WARM,
            num_samples=DRAWS,
            num_chains=CHAINS,
            chain_method="sequential",
            progress_bar=False,
        )
        sampler.run(jax.random.PRNGKey(100 + number), table_of(diary), diary)
        grouped = sampler.get_samples(group_by_chain=True)
        told = summary({name: grouped[name] for name in ("drug", "better", "drift", "log_spread")})
        entry: dict[str, object] = {"diary": diary.name}
        for name in ("drug", "better"):
            draws = np.asarray(grouped[name]).ravel()
            entry[name] = {
                "mean": round(float(draws.mean()), 4),
                "sd": round(float(draws.std()), 4),
                "at_least": round(float((draws >= MEANINGFUL).mean()), 4),
                "quantiles": [
                    round(float(q), 4) for q in np.quantile(draws, [0.025, 0.1, 0.25, 0.75, 0.9, 0.975])
                ],
                "r_hat": round(float(told[name]["r_hat"]), 4),
                "effective": round(float(told[name]["n_eff"])),
            }
        found.append(entry)
        print(entry, flush=True)  # noqa: T201 - run by hand, for minutes
    text = json.dumps(
        {"numpyro": numpyro.__version__, "chains": CHAINS, "draws": DRAWS, "diaries": found}, indent=1
    )
    home.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

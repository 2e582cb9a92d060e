"""The hostile bank: submissions that attack whoever grades them. None may gain a point, harm another or outlive its time.

Archives that attack their reader are in `test_source_files`.
"""

from __future__ import annotations

from hostile import files, flow, forging, patching, resources, stealing, text, values
from hostile.record import Attack

ATTACKS: dict[str, Attack] = {
    attack.id: attack
    for topic in (forging, flow, patching, values, files, stealing, resources, text)
    for attack in topic.ATTACKS
}

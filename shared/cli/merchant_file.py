"""A merchant's configuration, read from a file on this machine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from shared.cli.say import err, fail
from shared.errors import TodokuError
from shared.merchant import configuration_file
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.lane_file import LaneFile, read_lanes, with_lanes
from shared.merchant.public_holidays import fill_in
from shared.runtime import clock


def read(file: Path, as_of: date | None = None) -> MerchantConfiguration:
    """The configuration, with its files of lanes and the public holidays it names: those from the year of `as_of` on,
    from this year on where left out.

    Where there is none in it, say what is wrong and end.
    """
    try:
        written = configuration_file.read(file.read_text("utf-8"), str(file))
        configuration = fill_in(with_lanes(written, _lane_files(written, file.parent)), as_of or clock.now().date())
        configuration_file.refuse_stored_size(configuration)
        return configuration
    except UnicodeDecodeError:
        raise fail(f"{file} is not UTF-8 text.") from None
    except OSError as error:
        raise fail(f"{error.filename or file} cannot be read: {error.strerror}.") from None
    except TodokuError as error:
        err.print(error.detail, markup=False)
        raise fail(f"{file} cannot be used.") from None


def _lane_files(configuration: MerchantConfiguration, folder: Path) -> dict[str, LaneFile]:
    """Every file of lanes that is named, by its name. Raises OSError and ConfigurationErrors."""
    zones = configuration.delivery.zones
    return {
        name: read_lanes((folder / name).read_bytes(), zones, str(folder / name))
        for name in sorted(configuration.lanes_files)
    }

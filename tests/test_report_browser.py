"""The pages in a real browser: searching, sorting, following a link, roles, dark mode; nothing hostile runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import CHROMIUM, DRIVER, EVIL_MESSAGE, EVIL_NAME, FLAGS, class_of, write_pages
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed")
SIZE = 500
ROWS = "#submissions tbody tr:not([hidden])"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a class of 500, two of them hostile."""
    to = tmp_path_factory.mktemp("class") / "pages"
    write_pages(class_of(SIZE), to, students=5)
    return to


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One browser for all tests, with a fresh profile."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def browser(started: webdriver.Chrome, folder: Path) -> Iterator[webdriver.Chrome]:
    """The page of the class, just opened; whatever a test does, nothing is logged as an error and nothing is loaded."""
    started.get((folder / "index.html").as_uri())
    yield started
    assert started.get_log("browser") == []


def names(browser: webdriver.Chrome) -> list[str]:
    """The students that the table shows, from top to bottom."""
    script = "return [...document.querySelectorAll(arguments[0])].map(row => row.cells[0].textContent)"
    return list(browser.execute_script(script, ROWS))


def points(browser: webdriver.Chrome) -> list[float]:
    """The points that it shows, from top to bottom."""
    value = "row => Number(row.querySelector('.number').dataset.value)"
    script = f"return [...document.querySelectorAll(arguments[0])].map({value})"
    return list(browser.execute_script(script, ROWS))


def heading(browser: webdriver.Chrome, label: str) -> WebElement:
    """The heading of a column of submissions."""
    return browser.find_element(By.XPATH, f"//table[@id='submissions']//th[button='{label}']")


def test_searching_shows_what_has_every_word(browser: webdriver.Chrome) -> None:
    """And says how many; an empty search shows all again."""
    box = browser.find_element(By.ID, "search-submissions")
    status = browser.find_element(By.CSS_SELECTOR, "[data-table=submissions] [role=status]")
    assert status.text == f"{SIZE} of {SIZE}"
    box.send_keys("hw-00 STUDENT 0042")
    assert names(browser) == ["Student 0042"]
    assert status.text == f"1 of {SIZE}"
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(Keys.DELETE)
    assert len(names(browser)) == SIZE


def test_sorting_by_keyboard(browser: webdriver.Chrome) -> None:
    """Headings are reached by Tab, work by Enter and Space, and say how the table is sorted."""
    browser.find_element(By.ID, "search-submissions").click()
    reached = []
    for _ in range(12):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(browser.switch_to.active_element.text)
        if reached[-1] == "points":
            break
    assert reached[-3:] == ["student", "submission", "points"]
    before = points(browser)
    assert heading(browser, "points").get_attribute("aria-sort") == "ascending"
    assert before == sorted(before)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert heading(browser, "points").get_attribute("aria-sort") == "descending"
    assert points(browser) == sorted(before, reverse=True)
    heading(browser, "student").find_element(By.TAG_NAME, "button").send_keys(Keys.SPACE)
    assert heading(browser, "points").get_attribute("aria-sort") is None
    assert heading(browser, "student").get_attribute("aria-sort") == "ascending"
    assert [name for name in names(browser) if name.startswith("Student")] == [
        f"Student {number:04}" for number in range(2, SIZE)
    ]


def test_focus_can_be_seen(browser: webdriver.Chrome) -> None:
    """Whatever has the keyboard's focus has an outline."""
    browser.find_element(By.ID, "search-submissions").send_keys(Keys.TAB, Keys.TAB)
    style = "return getComputedStyle(document.activeElement).outlineStyle"
    assert browser.execute_script(style) == "solid"


def test_a_link_leads_to_the_page_of_the_student(browser: webdriver.Chrome) -> None:
    """It tells what this student has to mend."""
    browser.find_element(By.LINK_TEXT, "Student 0003").click()
    assert browser.find_element(By.TAG_NAME, "h1").text == "Student 0003"
    assert len(browser.find_elements(By.CSS_SELECTOR, "main article h3")) > 0
    browser.find_element(By.XPATH, "//dt[.='found']/following-sibling::dd[1][contains(., 'but should be 2.0')]")


def test_a_screen_reader_finds_its_way(browser: webdriver.Chrome) -> None:
    """The accessibility tree has the table with its headings, the search, the landmarks and pictures told in words."""
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    found = {(node.get("role", {}).get("value"), node.get("name", {}).get("value")) for node in nodes}
    assert {
        ("searchbox", "Search submissions"),
        ("region", "Submissions"),
        ("columnheader", "points"),
        ("rowheader", "Student 0042"),
        ("button", "points"),
    } <= found
    assert {"main", "banner", "table", "search", "status"} <= {role for role, _ in found}
    pictures = [name for role, name in found if role in ("image", "img")]
    assert any(name.startswith("Distribution of 499 scores") for name in pictures)
    assert any(name.startswith("Heat map of 499 submissions") for name in pictures)


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_colours_follow_the_readers_choice(browser: webdriver.Chrome, scheme: str, is_dark: bool) -> None:
    """Dark on light or light on dark, with a contrast of 4.5 at least, quiet text and axes included."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    colour = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"

    def luminance(selector: str, name: str) -> float:
        """As WCAG defines it."""
        text = browser.execute_script(colour, selector, name)
        shares = [int(part) / 255 for part in text[text.index("(") + 1 : -1].split(",")[:3]]
        linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
        return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    behind = luminance("body", "backgroundColor")
    assert (behind < 0.5) == is_dark
    for selector, name in [("h1", "color"), (".quiet", "color"), ("a", "color"), (".chart text", "fill")]:
        lighter, darker = sorted((behind, luminance(selector, name)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (selector, scheme)


def test_a_hostile_name_is_text(browser: webdriver.Chrome) -> None:
    """It stands in the table as it was typed; no picture is loaded and no dialog opens."""
    assert EVIL_NAME in names(browser)
    assert browser.find_elements(By.TAG_NAME, "img") == []
    browser.find_element(By.LINK_TEXT, EVIL_NAME).click()
    assert browser.find_element(By.TAG_NAME, "h1").text == EVIL_NAME
    assert EVIL_MESSAGE in browser.find_element(By.TAG_NAME, "main").text
    assert browser.find_elements(By.CSS_SELECTOR, "img, script") == []


def test_the_policy_stops_what_would_get_in(started: webdriver.Chrome, folder: Path) -> None:
    """Even markup that got into a page runs nothing: the proof that it is the policy that holds."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    broken_in = page.replace(
        "<main>", "<main><script>document.title = 'run'</script><img src=x onerror=document.title=1>"
    )
    (folder / "broken.html").write_text(broken_in, encoding="utf-8")
    started.get((folder / "broken.html").as_uri())
    assert started.title.endswith("the class")
    assert sum("Content Security Policy" in entry["message"] for entry in started.get_log("browser")) >= 2


def test_a_class_of_500_stays_fluid(browser: webdriver.Chrome) -> None:
    """A key in the search and a sort, until laid out, by the browser's own clock; the bounds are generous."""
    measure = """
        const input = document.getElementById("search-submissions");
        const button = document.querySelector("#submissions th button");
        const timed = act => {
            const start = performance.now();
            act();
            document.body.getBoundingClientRect();
            return performance.now() - start;
        };
        const search = text => () => { input.value = text; input.dispatchEvent(new Event("input")); };
        const times = ["s", "student 00", "0042", ""].map(text => timed(search(text)));
        return [...times, timed(() => button.click()), timed(() => button.click())];
    """
    times: list[Any] = browser.execute_script(measure)
    assert max(times) < 1000, times
    assert sorted(times)[len(times) // 2] < 500, times


def test_the_heat_map_names_its_cells(browser: webdriver.Chrome) -> None:
    """Where the pointer is."""
    ground = browser.find_element(By.CSS_SELECTOR, ".map svg rect")
    webdriver.ActionChains(browser).move_to_element(ground).perform()
    named = browser.find_element(By.CSS_SELECTOR, ".map output").text
    who, _, identifier = named.rpartition(": ")
    assert who in names(browser)
    assert "." in identifier

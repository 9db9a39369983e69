#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guest's pages in a real Chromium the size of a small phone, in each language, light and dark.

Screenshots go to $PTN_SCREENSHOTS, where that is set.
"""

import contextlib
import os
import pathlib
import sys
import tempfile

from selenium import webdriver
from selenium.webdriver.common.by import By

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import server  # pylint: disable=wrong-import-position
import tap  # pylint: disable=wrong-import-position

WIDTH, HEIGHT = 320, 640
FINGER = 44  # the least height, in CSS pixels, of what a finger is to hit
OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"]
WORDS = {
    "en": ("Welcome, ", "Thank you. We have received your order and will confirm it.", "Pending", "Enter a whole number from 1 to 3."),
    "it": ("Vi diamo il benvenuto, ", "Grazie. Abbiamo ricevuto il vostro ordine e lo confermeremo.", "Da confermare",
           "Inserite un numero intero da 1 a 3."),
    "th": ("ยินดีต้อนรับ ", "ขอบคุณ เราได้รับคำสั่งซื้อของคุณแล้ว และจะยืนยันให้คุณทราบ", "รอการยืนยัน",
           "โปรดระบุจำนวนเต็มตั้งแต่ 1 ถึง 3"),
}


@contextlib.contextmanager
def chromium():
    with tempfile.TemporaryDirectory(prefix="portineria-chromium-") as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for option in [*OPTIONS, f"--user-data-dir={profile}"]:
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
        try:
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                   {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 2, "mobile": True})
            yield driver
        finally:
            driver.quit()


def scheme(driver, value):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": value}]})


def screenshot(driver, name):
    directory = os.environ.get("PTN_SCREENSHOTS")
    if directory is None:
        return
    pathlib.Path(directory).mkdir(parents=True, exist_ok=True)
    height = driver.execute_script("return document.documentElement.scrollHeight")
    shot = {"width": WIDTH, "height": height, "deviceScaleFactor": 2, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", shot)
    driver.save_screenshot(str(pathlib.Path(directory) / f"concierge-{name}.png"))
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**shot, "height": HEIGHT})


def text(driver, selector):
    return driver.find_element(By.CSS_SELECTOR, selector).text


def offer(driver, number):
    """The offer's form."""
    return driver.find_elements(By.TAG_NAME, "article")[number]


def check_layout(driver):
    tap.equal(driver.execute_script("return document.documentElement.scrollWidth"), WIDTH, "no scrolling sideways")
    small = driver.execute_script(
        "return [...document.querySelectorAll('button, input:not([type=hidden]), nav a')]"
        f".filter(e => e.getBoundingClientRect().height < {FINGER}).map(e => e.outerHTML)")
    tap.equal(small, [], "what a finger cannot hit")
    tiny = driver.execute_script(
        "return [...document.querySelectorAll('p, dt, dd, h1, h2, h3, a, button')]"
        ".filter(e => parseFloat(getComputedStyle(e).fontSize) < 14).map(e => e.outerHTML)")
    tap.equal(tiny, [], "what nobody can read")


LUMINANCE = """
const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const luminance = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
return [...document.querySelectorAll('p, dt, dd, h1, h2, h3, a, button, span, strong, label, input')].map(e => {
  const [a, b] = [luminance(getComputedStyle(e).color), luminance(ground(e))].sort((x, y) => y - x);
  return [(a + 0.05) / (b + 0.05), e.outerHTML]; }).filter(([ratio]) => ratio < 4.5);
"""


def check_contrast(driver):
    tap.equal(driver.execute_script(LUMINANCE), [], "text with less contrast than 4.5 : 1 (WCAG 2.2, 1.4.3)")


def check_console(driver):
    """The policy forbids nothing that the page wants, and nothing is missing."""
    tap.equal([entry for entry in driver.get_log("browser") if "favicon" not in entry["message"]], [], "the browser's complaints")


class Guest:
    """The demonstration hotel, its server, and one Chromium for all tests."""

    def __init__(self, data, port, driver):
        self.data, self.driver, self.base = data, driver, f"http://127.0.0.1:{port}"

    def count(self):
        return self.data.rows('SELECT count(*) FROM "order"')[0][0]

    def stay(self, language):
        """The confirmation number of somebody in house who speaks the language, with something that the hotel must confirm."""
        return self.data.rows("SELECT s.number FROM stay AS s JOIN guest AS g ON g.id = s.guest WHERE s.status = 1 AND g.language = ? "
                              "ORDER BY s.number", ["en", "it", "th"].index(language))[0][0]

    def order(self, language):
        driver, (welcome, thanks, pending, wrong) = self.driver, WORDS[language]
        scheme(driver, "light")
        driver.get(self.base + self.data.code(self.stay(language)))
        tap.equal(driver.find_element(By.TAG_NAME, "html").get_attribute("lang"), language, "the guest's own language")
        assert text(driver, "h1").startswith(welcome), text(driver, "h1")
        check_layout(driver)
        check_contrast(driver)
        screenshot(driver, f"{language}-page")
        before = self.count()

        field = offer(driver, 0).find_element(By.NAME, "quantity")
        field.clear()
        field.send_keys("7")
        driver.execute_script("arguments[0].form.noValidate = true", field)  # as a browser that does not look at max
        offer(driver, 0).find_element(By.TAG_NAME, "button").click()
        tap.equal(text(driver, "article .fault"), wrong)
        tap.equal(driver.switch_to.active_element.get_attribute("name"), "quantity", "the focus")
        check_layout(driver)
        screenshot(driver, f"{language}-wrong")
        tap.equal(self.count(), before)

        field = driver.switch_to.active_element
        field.clear()
        field.send_keys("2")
        offer(driver, 0).find_element(By.TAG_NAME, "button").click()
        tap.equal(text(driver, "[role=status]"), thanks)
        tap.equal(text(driver, ".orders .state"), pending)
        assert text(driver, ".orders .name").startswith("2 × "), text(driver, ".orders .name")
        tap.equal(self.count(), before + 1)
        check_layout(driver)
        check_contrast(driver)
        screenshot(driver, f"{language}-ordered")
        driver.refresh()
        tap.equal(text(driver, "[role=status]"), thanks)
        tap.equal(self.count(), before + 1, "orders after a reload")

        scheme(driver, "dark")
        check_contrast(driver)
        screenshot(driver, f"{language}-dark")

    def double_tap(self):
        driver = self.driver
        driver.get(self.base + self.data.code(self.stay("en")))
        before = self.count()
        form = offer(driver, 1).find_element(By.TAG_NAME, "form")
        driver.execute_script("for (let n = 0; n < 3; n++) arguments[0].submit()", form)
        driver.find_element(By.CSS_SELECTOR, "[role=status]")
        driver.back()
        tap.equal(self.count(), before + 1)

    def switch(self):
        driver = self.driver
        driver.get(self.base + self.data.code(self.stay("it")))
        for language, name in (("th", "ไทย"), ("en", "English"), ("it", "Italiano")):
            driver.find_element(By.LINK_TEXT, name).click()
            tap.equal(driver.find_element(By.TAG_NAME, "html").get_attribute("lang"), language)
            assert text(driver, "h1").startswith(WORDS[language][0])
        driver.find_element(By.LINK_TEXT, "ไทย").click()
        offer(driver, 0).find_element(By.TAG_NAME, "button").click()
        tap.equal(text(driver, "[role=status]"), WORDS["th"][1], "the language stays after an order")

    def unknown(self):
        driver = self.driver
        scheme(driver, "light")
        driver.get(self.base + "/c/" + "0" * 26 + "?lang=it")
        tap.equal(text(driver, "h1"), "Questo link non funziona")
        check_layout(driver)
        screenshot(driver, "it-unknown")
        driver.get_log("browser")  # that it is a 404

    def console(self):
        self.driver.get_log("browser")
        self.driver.get(self.base + self.data.code(self.stay("en")))
        check_console(self.driver)


def main():
    with server.Data() as data, chromium() as driver:
        data.must("import", server.DEMO, "--as-of-today")
        guest = Guest(data, data.start(), driver)
        driver.implicitly_wait(30)
        orders = [(f"an order in {language} at {WIDTH} px", lambda language=language: guest.order(language)) for language in WORDS]
        return tap.run(orders + [("a double tap", guest.double_tap), ("the language switch", guest.switch),
                                 ("a link that does not work", guest.unknown), ("nothing is forbidden or missing", guest.console)])


sys.exit(main())

# SPDX-License-Identifier: GPL-3.0-or-later
"""A guest's phone: Chromium, with nothing kept from one guest to the next."""

import os
import tempfile

from selenium import webdriver
from selenium.webdriver.common.by import By

from process import wait_for

ACCEPT = {"en": "en-GB,en", "it": "it-IT,it", "th": "th-TH,th"}
PHONE = (390, 844)

OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-default-apps", "--disable-extensions",
)


class Browser:
    def __init__(self, language):
        self._profile = tempfile.TemporaryDirectory(prefix="portineria-guest-")
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for option in OPTIONS:
            options.add_argument(option)
        options.add_argument(f"--user-data-dir={self._profile.name}")
        options.add_argument(f"--window-size={PHONE[0]},{PHONE[1]}")
        options.add_argument(f"--lang={ACCEPT[language].split(',')[0]}")
        options.add_experimental_option("prefs", {"intl.accept_languages": ACCEPT[language]})
        # No session bus: a phone knows nothing of the PC's portals and keyrings.
        environment = os.environ | {"HOME": self._profile.name, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver", env=environment))
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": PHONE[0], "height": PHONE[1], "deviceScaleFactor": 2, "mobile": True})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()
        self._profile.cleanup()

    def open(self, address):
        self.driver.get(address)

    def order(self, offer):
        """Orders the offer with this name and returns what the page then says."""
        for article in self.driver.find_elements(By.TAG_NAME, "article"):
            if article.find_element(By.TAG_NAME, "h3").text == offer:
                article.find_element(By.TAG_NAME, "button").click()
                return wait_for("the page's thanks", lambda: self.driver.find_elements(By.CSS_SELECTOR, "[role=status]"))[0].text
        raise AssertionError(f"the guest cannot order “{offer}”; the page says:\n{self.text()}")

    def state_of(self, offer):
        """What the page, loaded anew, says of the guest's order of this offer."""
        self.driver.refresh()
        for item in self.driver.find_elements(By.CSS_SELECTOR, ".orders li"):
            if item.find_element(By.CLASS_NAME, "name").text == offer:
                return item.find_element(By.CLASS_NAME, "state").text
        return None

    def text(self):
        """All that the page says."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    def photograph(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self.driver.save_screenshot(str(path)):
            raise AssertionError(f"Chromium cannot write {path}")
        return path
